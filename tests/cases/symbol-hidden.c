// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-missing
//: why  the provider still has the function, but does not export it
#ifdef NEW
#define API __attribute__((visibility("hidden")))
#else
#define API
#endif
API int host_beep(int n);
#ifdef PROVIDER
API int host_beep(int n) { return n; }
int keep(void) { return host_beep(2); }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
