// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  the new alternative is wider than what stood there: the other side leaves its second byte unset
struct item { union { char kind;
#ifdef NEW
	short both;
#endif
	}; int value; };
int host_call(const struct item *i);
#ifdef PROVIDER
int host_call(const struct item *i) { return i->kind; }
#endif
#ifdef CONSUMER
int plugin_run(const struct item *i) { return host_call(i); }
#endif
