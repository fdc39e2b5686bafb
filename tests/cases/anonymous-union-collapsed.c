// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule union-member-removed
//: why  one of two names for the same bytes is gone
struct item { int kind;
#ifdef NEW
	int number;
#else
	union { int number; float real; };
#endif
};
int host_call(const struct item *i);
#ifdef PROVIDER
int host_call(const struct item *i) { return i->number; }
#endif
#ifdef CONSUMER
int plugin_run(const struct item *i) { return host_call(i); }
#endif
