// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule untyped
//: direction expects
//: expect plugin_errors
//: why  the host says nothing of the variable; a lookup gives its address in either case
#ifdef PROVIDER
#ifdef NEW
__thread int plugin_errors;
#else
int plugin_errors;
#endif
#endif
#ifdef CONSUMER
int host_run(int *errors) { return ++*errors; }
#endif
