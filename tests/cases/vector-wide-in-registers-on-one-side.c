// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule toolchain-abi
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: provider-flags -mavx2
//: why  without AVX a vector of 32 bytes is passed in memory, with it in a register
typedef double quad __attribute__((vector_size(32)));
double host_sum(quad v);
#ifdef PROVIDER
double host_sum(quad v) { return v[0]; }
#endif
#ifdef CONSUMER
double plugin_run(quad *v) { return host_sum(*v); }
#endif
