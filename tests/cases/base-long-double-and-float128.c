// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule float-format
//: machine x86_64
//: why  16 bytes and a float on both sides: x87 extended against IEEE quad
#ifdef OLD
typedef long double big;
#else
typedef __float128 big;
#endif
int host_big(const big *b);
#ifdef PROVIDER
int host_big(const big *b) { return *b > 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { big b = 2; return host_big(&b); }
#endif
