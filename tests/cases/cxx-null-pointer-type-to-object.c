// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule pointee
//: provider-cc g++
//: why  the same pointer, but what C passes in it C++ takes for null: nobody checks that
#ifdef __cplusplus
typedef decltype(nullptr) none;
#else
typedef const char *none;
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
