// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule object-became-const
//: consumer-cc gcc
//: baseline exact
//: why  the object moved to read-only memory, the consumer's write faults
#ifdef OLD
extern int host_limit;
#else
extern const int host_limit;
#endif
#ifdef PROVIDER
#ifdef OLD
int host_limit = 4;
#else
const int host_limit = 4;
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return ++host_limit; }
#endif
