// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: why  the consumer looks at the lower half of the result
#ifdef OLD
int host_size(void);
#else
long host_size(void);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_size(void) { return 4; }
#else
long host_size(void) { return 1l << 40; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_size(); }
#endif
