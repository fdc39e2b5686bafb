// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  long int and long, unsigned and unsigned int, short int and short: GCC and clang name them differently
#ifdef OLD
int host_mix(long int a, unsigned b, short int *c, unsigned char d, long long int e);
#else
int host_mix(long a, unsigned int b, signed short *c, unsigned char d, long long e);
#endif
#ifdef PROVIDER
int host_mix(long a, unsigned b, short *c, unsigned char d, long long e) { return (int)(a + b + *c + d + e); }
#endif
#ifdef CONSUMER
int plugin_run(short *s) { return host_mix(1, 2, s, 4, 5); }
#endif
