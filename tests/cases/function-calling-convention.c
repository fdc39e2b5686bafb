// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule calling-convention
//: provider-cc clang
//: machine x86_64
//: why  the provider takes its arguments in the registers of the other convention
#ifdef NEW
#define CALL __attribute__((ms_abi))
#else
#define CALL
#endif
CALL int host_add(int a, int b);
#ifdef PROVIDER
CALL int host_add(int a, int b) { return a - b; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_add(5, 3); }
#endif
