// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: units 2
//: baseline exact
//: why  the struct item of unit 2 changed; that of unit 1 is another type with the same tag
#if UNIT == 1
struct item { int key; };
int host_a(struct item *i);
#ifdef PROVIDER
int host_a(struct item *i) { return i->key; }
#else
int plugin_a(struct item *i) { return host_a(i); }
#endif
#else
struct item {
#ifdef NEW
    double volume;
#endif
    double weight;
};
int host_b(struct item *i);
#ifdef PROVIDER
int host_b(struct item *i) { return i->weight > 0; }
#else
int plugin_b(struct item *i) { return host_b(i); }
#endif
#endif
