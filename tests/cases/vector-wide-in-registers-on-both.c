// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: machine x86_64
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: both-flags -mavx2
//: provider-flags -march=x86-64-v4
//: why  both have registers of 32 bytes; that one has larger ones as well does not matter
typedef double quad __attribute__((vector_size(32)));
double host_sum(quad v);
#ifdef PROVIDER
double host_sum(quad v) { return v[0]; }
#endif
#ifdef CONSUMER
double plugin_run(quad *v) { return host_sum(*v); }
#endif
