// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  the new member makes the union 16 bytes; arrays and holders of it shift
union value {
    long number;
    void *pointer;
#ifdef NEW
    char text[16];
#endif
};
long host_value(union value *v);
#ifdef PROVIDER
long host_value(union value *v) { return v->number; }
#endif
#ifdef CONSUMER
long plugin_run(union value *v) { return host_value(v); }
#endif
