// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enum-integer
//: why  a value above the range of int reads as negative on the other side
enum mask { NONE, TOP = 0x80000000 };
#ifdef OLD
int host_mask(const enum mask *m);
#else
int host_mask(const int *m);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_mask(const enum mask *m) { return *m == TOP; }
#else
int host_mask(const int *m) { return *m > 0; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(const enum mask *m) { return host_mask(m); }
#endif
