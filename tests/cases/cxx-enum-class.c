// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: if !defined __ARM_EABI__ || !defined __SHORT_ENUMS__
//: why  an enum class with the underlying type that C chooses
#ifdef __cplusplus
enum class level : unsigned { LOW, HIGH };
#else
enum level { LOW, HIGH };
#endif
#ifdef __cplusplus
extern "C"
#endif
int host_call(enum level l);
#ifdef PROVIDER
int host_call(enum level l) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(int n) { return host_call((enum level)n); }
#endif
