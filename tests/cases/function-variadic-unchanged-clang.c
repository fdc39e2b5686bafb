// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  the same variadic function, also as a member, from two compilers
struct log { int (*print)(int level, const char *format, ...); int level; };
int host_print(struct log *l, const char *format, ...);
#ifdef PROVIDER
int host_print(struct log *l, const char *format, ...) { return l->print(l->level, "%s", format); }
#endif
#ifdef CONSUMER
int plugin_run(struct log *l) { return host_print(l, "%d", 3); }
#endif
