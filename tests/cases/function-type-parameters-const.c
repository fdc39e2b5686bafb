// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  const on a parameter is the business of the function, also below a pointer
#ifdef NEW
typedef int (*order)(const int, char *const);
#define PARAMETER order o
#else
typedef int (*order)(int, char *);
#define PARAMETER order o
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
