// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule untyped
//: baseline exact
//: why  the only debug entry at this address is the resolver, whose type is not the function's
int host_sum(const int *v, int n);
#ifdef PROVIDER
#ifdef OLD
int host_sum(const int *v, int n) { return v[n - 1]; }
#else
static int sum_plain(const int *v, int n) { return v[n - 1]; }
static __attribute__((used)) void *choose(void) { return (void *)sum_plain; }
int host_sum(const int *v, int n) __attribute__((ifunc("choose")));
#endif
#endif
#ifdef CONSUMER
int plugin_run(const int *v) { return host_sum(v, 1); }
#endif
