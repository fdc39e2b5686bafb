// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: provider-cc g++
//: why  an underlying type that C cannot spell
#ifdef __cplusplus
enum level : short { LOW, HIGH };
#else
enum level { LOW, HIGH };
#endif
#ifdef __cplusplus
extern "C"
#endif
int host_call(enum level *l);
#ifdef PROVIDER
int host_call(enum level *l) { return !l; }
#endif
#ifdef CONSUMER
int plugin_run(enum level *l) { return host_call(l); }
#endif
