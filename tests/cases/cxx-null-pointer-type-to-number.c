// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: provider-cc g++
//: why  a number where C++ takes the null pointer only: on some machines they travel in other registers
#ifdef __cplusplus
typedef decltype(nullptr) none;
#else
typedef unsigned long none;
#endif
#ifdef __cplusplus
extern "C"
#endif
int host_call(none n);
#ifdef PROVIDER
int host_call(none n) { (void)n; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_call(0); }
#endif
