// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule array-bound
//: why  stepping over rows of four against rows of eight
#ifdef OLD
typedef float row[4];
#else
typedef float row[8];
#endif
float host_rows(row *r, int n);
#ifdef PROVIDER
float host_rows(row *r, int n) { return r[n][0]; }
#endif
#ifdef CONSUMER
float plugin_run(row *r) { return host_rows(r, 1); }
#endif
