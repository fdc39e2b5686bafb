// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule untyped
//: consumer-cc clang
//: baseline compatible
//: why  clang records no extern variable, so this break cannot be seen: the verdict says so instead of exact
#ifdef OLD
extern int host_mode;
#else
extern long host_mode;
#endif
#ifdef PROVIDER
#ifdef OLD
int host_mode = 1;
#else
long host_mode = 1;
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_mode; }
#endif
