// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  bit-fields keep their bits when they are wrapped
struct item { int value;
#ifdef NEW
	union { struct { unsigned kind : 3, level : 5; }; };
#else
	unsigned kind : 3, level : 5;
#endif
};
unsigned host_call(const struct item *i);
#ifdef PROVIDER
unsigned host_call(const struct item *i) { return i->level; }
#endif
#ifdef CONSUMER
int plugin_run(const struct item *i) { return host_call(i); }
#endif
