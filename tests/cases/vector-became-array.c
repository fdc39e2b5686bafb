// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  the same sixteen bytes, but a vector travels in a register and an array does not
#ifdef OLD
typedef float lanes __attribute__((vector_size(16)));
#else
typedef float lanes[4] __attribute__((aligned(16)));
#endif
struct colour { lanes rgba; };
int host_colour(const struct colour *c);
#ifdef PROVIDER
int host_colour(const struct colour *c) { return c->rgba[0] > 1; }
#endif
#ifdef CONSUMER
int plugin_run(const struct colour *c) { return host_colour(c); }
#endif
