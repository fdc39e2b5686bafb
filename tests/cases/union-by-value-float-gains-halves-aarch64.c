// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-added
//: machine aarch64
//: why  floats of two sizes are no homogeneous aggregate: it moves from s0 to x0
union value { float f;
#ifdef NEW
	__fp16 h[2];
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
