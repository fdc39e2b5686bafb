// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule pointee
//: why  the exception for void * is for pointers to objects only
#ifdef OLD
int host_set(void *context);
#else
int host_set(int (*callback)(int));
#endif
#ifdef PROVIDER
#ifdef OLD
int host_set(void *context) { return !context; }
#else
int host_set(int (*callback)(int)) { return callback(1); }
#endif
#endif
#ifdef CONSUMER
int plugin_run(int *x) { return host_set(x); }
#endif
