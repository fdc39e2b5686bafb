// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: baseline exact
//: why  the provider now promises not to write
#ifdef NEW
#define RO const
#else
#define RO
#endif
int host_sum(RO int *v, int n);
#ifdef PROVIDER
int host_sum(RO int *v, int n) { return v[n - 1]; }
#endif
#ifdef CONSUMER
int plugin_run(int *v) { return host_sum(v, 2); }
#endif
