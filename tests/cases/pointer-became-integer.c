// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  a handle was a pointer and is an integer of the same size
#ifdef OLD
typedef void *handle;
#else
typedef unsigned long handle;
#endif
int host_release(handle h);
#ifdef PROVIDER
int host_release(handle h) { return h != 0; }
#endif
#ifdef CONSUMER
int plugin_run(handle h) { return host_release(h); }
#endif
