// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  GCC writes the alignment on the member and on the struct, clang on the member only: one fact
struct gauge { _Alignas(16) int counter; int id; };
int host_gauge(struct gauge *g);
#ifdef PROVIDER
int host_gauge(struct gauge *g) { return g->counter; }
#endif
#ifdef CONSUMER
int plugin_run(struct gauge *g) { return host_gauge(g); }
#endif
