// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule opaque
//: why  the plugin's own struct goes through the host untouched; the new host no longer sees inside
#ifdef NEW
struct context;
#else
struct context { int id; void *data; };
#endif
int host_defer(int (*later)(struct context *), struct context *c);
#ifdef PROVIDER
int host_defer(int (*later)(struct context *), struct context *c) { return later(c); }
#endif
#ifdef CONSUMER
static int later(struct context *c) { return c->id; }
int plugin_run(void) { struct context c = { 4, 0 }; return host_defer(later, &c); }
#endif
