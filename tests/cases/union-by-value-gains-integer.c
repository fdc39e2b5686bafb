// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule union-member-added
//: why a union of double goes in xmm0, with an integer alternative in rdi
union value { double d;
#ifdef NEW
	long l;
#endif
};
int host_log(union value v);
#ifdef PROVIDER
int host_log(union value v) { return (int)v.d; }
#endif
#ifdef CONSUMER
int plugin_run(double d) { union value v = {d}; return host_log(v); }
#endif
