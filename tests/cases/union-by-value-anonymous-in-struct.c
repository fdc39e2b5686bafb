// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule union-member-added
//: why the second 8 bytes of the struct go in rsi instead of xmm0
struct v { int k; union { double d;
#ifdef NEW
	long l;
#endif
}; };
int host_log(struct v v);
#ifdef PROVIDER
int host_log(struct v v) { return (int)v.d; }
#endif
#ifdef CONSUMER
int plugin_run(double d) { struct v v = {1,{d}}; return host_log(v); }
#endif
