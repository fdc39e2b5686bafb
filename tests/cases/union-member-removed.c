// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-removed
//: why  the consumer may store through real, which the provider no longer knows
union value {
    long number;
#ifdef OLD
    double real;
#endif
    void *pointer;
};
long host_value(union value *v);
#ifdef PROVIDER
long host_value(union value *v) { return v->number; }
#endif
#ifdef CONSUMER
long plugin_run(union value *v) { return host_value(v); }
#endif
