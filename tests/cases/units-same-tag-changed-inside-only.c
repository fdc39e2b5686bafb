// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: units 2
//: why  the provider's second unit has a private struct item of its own, which never crosses
#if UNIT == 1
struct item { int key; };
int host_a(struct item *i);
#ifdef PROVIDER
int host_a(struct item *i) { return i->key; }
#else
int plugin_a(struct item *i) { return host_a(i); }
#endif
#else
#ifdef NEW
struct item { long secret[4]; };
static struct item mine;
long peek(int n) { return mine.secret[n]++; }
#else
int peek(int n) { return n; }
#endif
#endif
