// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: machine x86_64
//: if defined __DEC64_MANT_DIG__
//: why  decimal and binary floats of 8 bytes go in an xmm register
union value { _Decimal64 d;
#ifdef NEW
	double b;
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
