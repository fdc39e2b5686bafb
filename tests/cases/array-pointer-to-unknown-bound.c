// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule array-bound
//: why  one side leaves the bound open below a pointer: nothing is laid out by it
#ifdef OLD
typedef int row[];
#else
typedef int row[4];
#endif
int host_row(row *r);
#ifdef PROVIDER
int host_row(row *r) { return (*r)[1]; }
#endif
#ifdef CONSUMER
int plugin_run(row *r) { return host_row(r); }
#endif
