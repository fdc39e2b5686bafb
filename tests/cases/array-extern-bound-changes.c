// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule array-bound
//: consumer-cc gcc
//: why  the consumer walks eight elements, the provider has four
#ifdef OLD
#define COUNT 8
#else
#define COUNT 4
#endif
extern int host_counters[COUNT];
#ifdef PROVIDER
int host_counters[COUNT];
#endif
#ifdef CONSUMER
int plugin_run(void) { int s = 0; for (int i = 0; i < COUNT; i++) s += host_counters[i]; return s; }
#endif
