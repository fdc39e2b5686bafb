// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  both compilers mark an array of lanes as a vector
typedef int lanes __attribute__((vector_size(16)));
struct colour { lanes rgba; };
int host_colour(const struct colour *c);
#ifdef PROVIDER
int host_colour(const struct colour *c) { return c->rgba[0] > 1; }
#endif
#ifdef CONSUMER
int plugin_run(const struct colour *c) { return host_colour(c); }
#endif
