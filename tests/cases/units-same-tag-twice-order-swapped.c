// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: units 3
//: baseline exact
//: why  two units define struct item differently, a third only declares it; the provider's units come in another order
#ifdef OLD
#define FIRST 1
#define SECOND 2
#else
#define FIRST 2
#define SECOND 1
#endif
#if UNIT == FIRST
struct item { int key; };
int host_a(struct item *i);
#ifdef PROVIDER
int host_a(struct item *i) { return i->key; }
#else
int plugin_a(struct item *i) { return host_a(i); }
#endif
#elif UNIT == SECOND
struct item { double weight; char *label; };
int host_b(struct item *i);
#ifdef PROVIDER
int host_b(struct item *i) { return i->label != 0; }
#else
int plugin_b(struct item *i) { return host_b(i); }
#endif
#else
struct item;
int host_c(struct item *i);
#ifdef PROVIDER
int host_c(struct item *i) { return !i; }
#else
int plugin_c(struct item *i) { return host_c(i); }
#endif
#endif
