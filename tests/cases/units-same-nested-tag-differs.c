// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: units 2
//: baseline exact
//: why  struct outer looks alike in both units, but each points to a struct inner of its own
#if UNIT == 1
struct inner { int a; };
#else
struct inner { float b, c; };
#endif
struct outer { struct inner *in; int n; };
#if UNIT == 1
int host_a(struct outer *o);
#ifdef PROVIDER
int host_a(struct outer *o) { return o->in->a; }
#else
int plugin_a(struct outer *o) { return host_a(o); }
#endif
#else
int host_b(struct outer *o);
#ifdef PROVIDER
int host_b(struct outer *o) { return o->in->b > 0; }
#else
int plugin_b(struct outer *o) { return host_b(o); }
#endif
#endif
