// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: consumer-cc gcc
//: baseline exact
//: why  neither side has a prototype; GCC marks the missing parameters in the declaration, not in the definition
int host_step();
#ifdef PROVIDER
int host_step() { return 1; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_step(); }
#endif
