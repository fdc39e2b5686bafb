// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  sixteen bytes against thirty-two
#ifdef OLD
typedef float lanes __attribute__((vector_size(16)));
#else
typedef float lanes __attribute__((vector_size(32)));
#endif
int host_colour(const lanes *c);
#ifdef PROVIDER
int host_colour(const lanes *c) { return (*c)[0] > 1; }
#endif
#ifdef CONSUMER
int plugin_run(const lanes *c) { return host_colour(c); }
#endif
