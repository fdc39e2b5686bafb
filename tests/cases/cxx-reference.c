// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: why  a reference is passed as a pointer
#ifdef __cplusplus
typedef int &number;
#else
typedef int *number;
#endif
#ifdef __cplusplus
extern "C"
#endif
int host_call(number n);
#ifdef PROVIDER
int host_call(number n) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(number n) { return host_call(n); }
#endif
