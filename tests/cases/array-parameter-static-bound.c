// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  a parameter that is an array is a pointer, however long it must be
#ifdef NEW
#define PARAMETER int table[static 3]
#else
#define PARAMETER int table[3]
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use((int[3]){ 0 }); }
#endif
