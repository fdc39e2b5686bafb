// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: consumer-cc gcc
//: why  the declaration stands inside a function body, the variable crosses all the same
#ifdef PROVIDER
#ifdef OLD
short host_mode = 1;
#else
int host_mode = 1;
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { extern short host_mode; return ++host_mode; }
#endif
