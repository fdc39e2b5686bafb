// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: why  only what the result points to got a const
#ifdef OLD
char *host_name(void);
#else
const char *host_name(void);
#endif
#ifdef PROVIDER
#ifdef OLD
char *host_name(void) { return 0; }
#else
const char *host_name(void) { return 0; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_name() != 0; }
#endif
