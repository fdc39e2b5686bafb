// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: why  the provider calls back with two arguments, the consumer's callback takes one
#ifdef OLD
int host_each(int (*visit)(const char *name));
#else
int host_each(int (*visit)(const char *name, void *ctx));
#endif
#ifdef PROVIDER
#ifdef OLD
int host_each(int (*visit)(const char *name)) { return visit("a"); }
#else
int host_each(int (*visit)(const char *name, void *ctx)) { return visit("a", 0); }
#endif
#endif
#ifdef CONSUMER
static int show(const char *n) { return n[0]; }
int plugin_run(void) { return host_each(show); }
#endif
