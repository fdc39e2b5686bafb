// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  _Alignas(8) pushes the counter from byte 4 to byte 8
#ifdef NEW
#define AT8 _Alignas(8)
#else
#define AT8
#endif
struct gauge { int id; AT8 int counter; };
int host_gauge(struct gauge *g);
#ifdef PROVIDER
int host_gauge(struct gauge *g) { return g->counter; }
#endif
#ifdef CONSUMER
int plugin_run(struct gauge *g) { return host_gauge(g); }
#endif
