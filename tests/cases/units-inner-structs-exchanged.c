// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: units 2
//: baseline exact
//: why  the two struct inner of the units changed places; tags and struct outer are the same everywhere
#if (UNIT == 1) == defined(OLD)
struct inner { int a; };
#else
struct inner { float b, c; };
#endif
struct outer { struct inner *in; int n; };
#if UNIT == 1
int host_a(struct outer *o);
#ifdef PROVIDER
int host_a(struct outer *o) { return o->n; }
#else
int plugin_a(struct outer *o) { return host_a(o); }
#endif
#else
int host_b(struct outer *o);
#ifdef PROVIDER
int host_b(struct outer *o) { return o->n; }
#else
int plugin_b(struct outer *o) { return host_b(o); }
#endif
#endif
