// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule alignment
//: why  size and offsets are the same, but the provider may use aligned moves on the consumer's storage
#ifdef NEW
#define ALIGN __attribute__((aligned(32)))
#else
#define ALIGN
#endif
struct ALIGN vec { double lane[4]; };
double host_sum(const struct vec *v);
#ifdef PROVIDER
double host_sum(const struct vec *v) { return v->lane[0] + v->lane[1]; }
#endif
#ifdef CONSUMER
double plugin_run(const struct vec *v) { return host_sum(v); }
#endif
