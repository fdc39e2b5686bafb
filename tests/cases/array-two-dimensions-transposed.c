// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule array-bound
//: why  six elements either way, but row 1 starts elsewhere
#ifdef OLD
struct grid { int cell[2][3]; };
#else
struct grid { int cell[3][2]; };
#endif
int host_grid(const struct grid *g);
#ifdef PROVIDER
int host_grid(const struct grid *g) { return g->cell[1][1]; }
#endif
#ifdef CONSUMER
int plugin_run(const struct grid *g) { return host_grid(g); }
#endif
