// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-added
//: machine x86_64 aarch64
//: if defined __FLT16_MANT_DIG__
//: why  two bytes of a float go in a floating point register, beside an integer in a general one
union value { _Float16 h;
#ifdef NEW
	short s;
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
