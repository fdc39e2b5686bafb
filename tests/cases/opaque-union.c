// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: baseline compatible
//: rule opaque
//: why  a union known only by its tag, grown in the provider
union value;
#ifdef PROVIDER
union value {
    long number;
#ifdef NEW
    char text[32];
#endif
};
#endif
long host_number(const union value *v);
#ifdef PROVIDER
long host_number(const union value *v) { return v->number; }
#endif
#ifdef CONSUMER
long plugin_run(const union value *v) { return host_number(v); }
#endif
