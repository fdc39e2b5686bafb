// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: machine x86_64
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: provider-flags -mavx2
//: why  by pointer a vector is where it is, whatever registers there are
typedef double quad __attribute__((vector_size(32)));
double host_sum(const quad *v);
#ifdef PROVIDER
double host_sum(const quad *v) { return (*v)[0]; }
#endif
#ifdef CONSUMER
double plugin_run(quad *v) { return host_sum(v); }
#endif
