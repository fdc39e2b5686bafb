// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __FLT16_MANT_DIG__
//: rule base-kind
//: why  two bytes of a float behind the pointer are no integer
#ifdef OLD
typedef _Float16 sample;
#else
typedef short sample;
#endif
int host_mix(const sample *s, int count);
#ifdef PROVIDER
int host_mix(const sample *s, int count) { return count && *s > 0; }
#endif
#ifdef CONSUMER
int plugin_run(const sample *s) { return host_mix(s, 1); }
#endif
