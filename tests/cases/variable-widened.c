// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: consumer-cc gcc
//: baseline exact
//: why  the consumer writes 4 of the 8 bytes
#ifdef OLD
typedef int counter;
#else
typedef long counter;
#endif
extern counter host_calls;
#ifdef PROVIDER
counter host_calls = -1;
#endif
#ifdef CONSUMER
long plugin_run(void) { return ++host_calls; }
#endif
