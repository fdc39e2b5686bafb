// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-kind
//: why  the consumer would jump into the bytes of a pointer
#ifdef OLD
int host_hook(int n);
#else
extern int (*host_hook)(int n);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_hook(int n) { return n; }
#else
int (*host_hook)(int n);
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_hook(1); }
#endif
