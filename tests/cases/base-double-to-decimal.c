// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule float-format
//: both-flags -DD=1
//: consumer-cc gcc
//: provider-cc gcc
//: machine x86_64
//: why  eight bytes of a binary float are no decimal one
#if defined(__clang__)
typedef double price;
#elif defined(OLD)
typedef double price;
#else
typedef _Decimal64 price;
#endif
int host_price(const price *p);
#ifdef PROVIDER
int host_price(const price *p) { return p != 0; }
#endif
#ifdef CONSUMER
int plugin_run(const price *p) { return host_price(p); }
#endif
