// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: machine x86_64
//: if defined __FLT16_MANT_DIG__
//: why  floats of any size share an xmm register
union value { float f;
#ifdef NEW
	_Float16 h[2];
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
