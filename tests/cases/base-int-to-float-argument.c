// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule base-kind
//: why  one side passes in a general register, the other reads a vector register
#ifdef OLD
int host_gain(int g);
#else
int host_gain(float g);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_gain(int g) { return g > 0; }
#else
int host_gain(float g) { return g > 0; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_gain(3); }
#endif
