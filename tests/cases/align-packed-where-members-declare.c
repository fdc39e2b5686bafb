// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: provider-cc gcc
//: consumer-cc gcc
//: old-provider-cc gcc
//: rule alignment
//: why  nothing moves, but the provider's struct may stand anywhere, and GCC says so of both
struct lane { _Alignas(8) int first; int second; };
#ifdef NEW
struct __attribute__((packed)) entry { struct lane lane; };
#else
struct entry { struct lane lane; };
#endif
int host_add(struct entry *e);
#ifdef PROVIDER
int host_add(struct entry *e) { return e->lane.first; }
#endif
#ifdef CONSUMER
int plugin_run(struct entry *e) { return host_add(e); }
#endif
