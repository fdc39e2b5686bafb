// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-added
//: machine x86_64 aarch64
//: why  a complex number goes in floating point registers, beside an integer in a general one
union value { float _Complex z;
#ifdef NEW
	int i;
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
