// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: if defined __LP64__
//: why  the argument of a callback, in a union, in an array, in a struct
struct hook { union { int (*call)(void *user,
#ifdef NEW
	long
#else
	int
#endif
	); void *raw; } slot[4]; int count; };
int host_call(struct hook *h);
#ifdef PROVIDER
int host_call(struct hook *h) { return h->count; }
#endif
#ifdef CONSUMER
int plugin_run(struct hook *h) { return host_call(h); }
#endif
