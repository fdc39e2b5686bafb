// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  a weak definition in the provider is a definition
#ifdef NEW
#define DEFINE __attribute__((weak))
#else
#define DEFINE
#endif
int host_beep(int n);
#ifdef PROVIDER
DEFINE int host_beep(int n) { return n; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
