// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: direction expects
//: expect plugin_run=plugin_run_fn
//: rule union-member-added
//: why the plugin takes the union in rdi, the host passes it in xmm0
union value { float f[2];
#ifdef NEW
	int i;
#endif
};
typedef int plugin_run_fn(union value v);
#ifdef PROVIDER
int plugin_run(union value v) { return (int)v.f[0]; }
#endif
#ifdef CONSUMER
plugin_run_fn *keep(void *address) { return (plugin_run_fn *)address; }
#endif
