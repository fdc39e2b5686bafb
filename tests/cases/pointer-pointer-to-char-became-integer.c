// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  an array of pointers is read as numbers
#ifdef NEW
typedef unsigned long cell;
#else
typedef char *cell;
#endif
int host_call(cell *c);
#ifdef PROVIDER
int host_call(cell *c) { return !*c; }
#endif
#ifdef CONSUMER
int plugin_run(cell *c) { return host_call(c); }
#endif
