// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: baseline exact
//: why  the upper half of the provider's 8-byte argument is whatever the register held
#ifdef OLD
typedef int amount;
#else
typedef long amount;
#endif
int host_pay(amount a);
#ifdef PROVIDER
int host_pay(amount a) { return a > 0; }
#endif
#ifdef CONSUMER
int plugin_run(int n) { return host_pay(n); }
#endif
