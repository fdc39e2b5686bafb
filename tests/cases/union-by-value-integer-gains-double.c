// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: machine x86_64
//: rule union-member-added
//: why with an integer among the alternatives the union goes in rdi before and after
union value { long l;
#ifdef NEW
	double d;
#endif
};
long host_log(union value v);
#ifdef PROVIDER
long host_log(union value v) { return v.l; }
#endif
#ifdef CONSUMER
long plugin_run(void) { union value v = {1}; return host_log(v); }
#endif
