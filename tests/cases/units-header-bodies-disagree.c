// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: units 3
//: baseline exact
//: why  two units saw the header differently, the third only declares: each reading counts
struct item;
#if UNIT == 1
#line 1 "item.h"
struct item { int key; int count; };
#line 8 "units-header-bodies-disagree.c"
#elif UNIT == 2
#line 1 "item.h"
struct item {
    int key;
#ifdef NEW
    long extra;
#endif
    int count;
    int more;
};
#line 16 "units-header-bodies-disagree.c"
#endif
int host_a(struct item *i);
int host_b(struct item *i);
int host_c(struct item *i);
#ifdef PROVIDER
#if UNIT == 1
int host_a(struct item *i) { return i->count; }
#elif UNIT == 2
int host_b(struct item *i) { return i->count; }
#else
int host_c(struct item *i) { return !i; }
#endif
#else
#if UNIT == 1
int plugin_a(struct item *i) { return host_a(i); }
#elif UNIT == 2
int plugin_b(struct item *i) { return host_b(i); }
#else
int plugin_c(struct item *i) { return host_c(i); }
#endif
#endif
