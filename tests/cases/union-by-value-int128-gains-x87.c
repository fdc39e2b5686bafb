// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: machine x86_64
//: why  the integer wins: rdi and rsi, before and after
union value { __int128 i;
#ifdef NEW
	long double x;
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
