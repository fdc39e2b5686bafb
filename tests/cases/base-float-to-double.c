// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  a float's bits read as half of a double
#ifdef OLD
typedef float real;
#else
typedef double real;
#endif
int host_scale(real r);
#ifdef PROVIDER
int host_scale(real r) { return r > 1; }
#endif
#ifdef CONSUMER
int plugin_run(float f) { return host_scale(f); }
#endif
