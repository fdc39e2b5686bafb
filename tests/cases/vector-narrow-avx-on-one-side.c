// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: machine x86_64
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: provider-flags -mavx2
//: why  vectors of 16 bytes travel in registers that every x86-64 has
typedef double pair __attribute__((vector_size(16)));
double host_sum(pair v);
#ifdef PROVIDER
double host_sum(pair v) { return v[0]; }
#endif
#ifdef CONSUMER
double plugin_run(pair *v) { return host_sum(*v); }
#endif
