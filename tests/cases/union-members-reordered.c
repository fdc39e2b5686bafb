// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  every member is at offset 0 in either order
union value {
#ifdef OLD
    long number;
    double real;
    void *pointer;
#else
    void *pointer;
    long number;
    double real;
#endif
};
long host_value(union value *v);
#ifdef PROVIDER
long host_value(union value *v) { return v->number; }
#endif
#ifdef CONSUMER
long plugin_run(union value *v) { return host_value(v); }
#endif
