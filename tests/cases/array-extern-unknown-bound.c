// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule array-bound
//: consumer-cc gcc
//: why  the consumer never knew the bound, so growth cannot hurt it
#ifdef CONSUMER
extern const int host_primes[];
int plugin_run(int i) { return host_primes[i]; }
#else
#ifdef OLD
extern const int host_primes[4];
const int host_primes[4] = { 2, 3, 5, 7 };
#else
extern const int host_primes[5];
const int host_primes[5] = { 2, 3, 5, 7, 11 };
#endif
#endif
