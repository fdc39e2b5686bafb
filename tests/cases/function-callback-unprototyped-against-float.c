// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule unprototyped
//: if __STDC_VERSION__ < 202311L
//: why  who calls without prototype passes a double
struct ops { int (*scale)(
#ifdef NEW
	float
#endif
	); };
int host_call(struct ops *o);
#ifdef PROVIDER
int host_call(struct ops *o) { return !o->scale; }
#endif
#ifdef CONSUMER
int plugin_run(struct ops *o) { return host_call(o); }
#endif
