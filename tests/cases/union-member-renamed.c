// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: why  the only double in the union has another name
union value {
    long number;
#ifdef OLD
    double real;
#else
    double fraction;
#endif
};
long host_value(union value *v);
#ifdef PROVIDER
long host_value(union value *v) { return v->number; }
#endif
#ifdef CONSUMER
long plugin_run(union value *v) { return host_value(v); }
#endif
