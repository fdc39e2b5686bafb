// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  function and array typedefs against the same types written in place
#ifdef OLD
typedef int visitor(void *ctx, const char *name);
typedef double row[3];
struct walk { visitor *visit; row rows[2]; };
#else
struct walk { int (*visit)(void *ctx, const char *name); double rows[2][3]; };
#endif
int host_walk(struct walk *w);
#ifdef PROVIDER
int host_walk(struct walk *w) { return w->visit(w, "a") + (int)w->rows[1][2]; }
#endif
#ifdef CONSUMER
int plugin_run(struct walk *w) { return host_walk(w); }
#endif
