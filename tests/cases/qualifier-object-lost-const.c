// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: consumer-cc gcc
//: why  the provider may write now what the consumer only reads
#ifdef OLD
extern const int host_limit[2];
#else
extern int host_limit[2];
#endif
#ifdef PROVIDER
#ifdef OLD
const int host_limit[2] = { 1, 2 };
#else
int host_limit[2] = { 1, 2 };
#endif
#endif
#ifdef CONSUMER
int plugin_run(int i) { return host_limit[i]; }
#endif
