// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: consumer-cc gcc
//: why  the pointer object can still be written; only what it points to became const
#ifdef OLD
#define RO
#else
#define RO const
#endif
extern RO char *host_title;
#ifdef PROVIDER
RO char *host_title;
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_title != 0; }
#endif
