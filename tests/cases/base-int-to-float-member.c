// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule base-kind
//: why  gain keeps its place and its four bytes, but they hold another kind of number
#ifdef OLD
typedef int gain_t;
#else
typedef float gain_t;
#endif
struct channel { int id; gain_t gain; };
int host_mix(const struct channel *c);
#ifdef PROVIDER
int host_mix(const struct channel *c) { return c->gain > 0; }
#endif
#ifdef CONSUMER
int plugin_run(const struct channel *c) { return host_mix(c); }
#endif
