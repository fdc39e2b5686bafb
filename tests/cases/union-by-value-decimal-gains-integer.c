// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-added
//: machine x86_64
//: if defined __DEC64_MANT_DIG__
//: why  a decimal float goes in an xmm register, beside an integer in rdi
union value { _Decimal64 d;
#ifdef NEW
	long l;
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
