// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule base-kind
//: why  a byte that is neither 0 nor 1 is no _Bool
#ifdef NEW
#define PARAMETER unsigned char *done
#else
#define PARAMETER _Bool *done
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
