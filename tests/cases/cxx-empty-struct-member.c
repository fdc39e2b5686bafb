// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: provider-cc g++
//: why  an empty struct has no byte in C and one in C++
struct nothing { };
struct item { int value; struct nothing tail; };
#ifdef __cplusplus
extern "C"
#endif
int host_call(const struct item *i);
#ifdef PROVIDER
int host_call(const struct item *i) { return i->value; }
#endif
#ifdef CONSUMER
int plugin_run(const struct item *i) { return host_call(i); }
#endif
