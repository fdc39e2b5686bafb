// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule alignment
//: consumer-cc gcc
//: consumer-flags -gdwarf-4 -gstrict-dwarf
//: why  strict DWARF 4 cannot tell a declared alignment, so its absence proves nothing
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
