// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: machine x86_64
//: why  32 bytes go on the stack, whatever they are
union value { long double _Complex z;
#ifdef NEW
	char bytes[32];
#endif
};
int host_take(union value v);
#ifdef PROVIDER
int host_take(union value v) { (void)v; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union value v = {0}; return host_take(v); }
#endif
