// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-kind
//: consumer-cc clang
//: baseline compatible
//: why  Clang leaves out the type, but no reference to a thread-local variable looks like this one
#ifdef NEW
extern __thread int host_errors;
#else
extern int host_errors;
#endif
#ifdef PROVIDER
#ifdef NEW
__thread int host_errors;
#else
int host_errors;
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_errors; }
#endif
