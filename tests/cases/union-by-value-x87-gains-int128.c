// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-added
//: machine x86_64
//: why  a long double goes on the stack, beside an integer in rdi and rsi
union value { long double x;
#ifdef NEW
	__int128 i;
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
