// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  GCC writes the const and noreturn attributes of a function type as const and volatile, clang does not
struct tools {
    int (*square)(int) __attribute__((const));
    void (*fail)(const char *) __attribute__((noreturn));
};
int host_tools(const struct tools *t);
#ifdef PROVIDER
int host_tools(const struct tools *t) { return t->square(3); }
#endif
#ifdef CONSUMER
int plugin_run(const struct tools *t) { return host_tools(t); }
#endif
