// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: machine x86_64 aarch64
//: why  a complex number is passed as its two parts: in one xmm register, on AArch64 in s0 and s1, before and after
union value { float _Complex z;
#ifdef NEW
	float part[2];
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
