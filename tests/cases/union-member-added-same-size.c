// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: if defined __LP64__
//: rule union-member-added
//: baseline exact
//: why  another view of the same 8 bytes
union value {
    long number;
    void *pointer;
#ifdef NEW
    double real;
#endif
};
long host_value(const union value *v);
#ifdef PROVIDER
long host_value(const union value *v) { return v->number; }
#endif
#ifdef CONSUMER
long plugin_run(const union value *v) { return host_value(v); }
#endif
