// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __FLT16_MANT_DIG__
//: rule size
//: why  by value as well: the low half of a float in the register is no _Float16
#ifdef OLD
typedef _Float16 sample;
#else
typedef float sample;
#endif
sample host_mix(sample s);
#ifdef PROVIDER
sample host_mix(sample s) { return s; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_mix(1) > 0; }
#endif
