// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: why  the same bytes, but an array of arrays against one of integers
#ifdef NEW
#define PARAMETER int (*table)[12]
#else
#define PARAMETER int (*table)[3][4]
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
