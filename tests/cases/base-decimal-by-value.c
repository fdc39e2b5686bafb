// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __DEC64_MANT_DIG__
//: rule float-format
//: why  the register is the same, the number in it is not
#ifdef OLD
typedef _Decimal64 price;
#else
typedef double price;
#endif
price host_price(price p);
#ifdef PROVIDER
price host_price(price p) { return p; }
#endif
#ifdef CONSUMER
int plugin_run(void) { host_price(1); return 0; }
#endif
