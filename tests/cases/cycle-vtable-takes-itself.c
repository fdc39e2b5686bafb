// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: baseline exact
//: why  a table of functions that take the table; one of them got another parameter
struct ops {
    int (*open)(struct ops *self, const char *path);
#ifdef OLD
    int (*read)(struct ops *self, int n);
#else
    int (*read)(struct ops *self, int n, long offset);
#endif
    struct ops *(*clone)(const struct ops *self);
};
int host_mount(struct ops *o);
#ifdef PROVIDER
int host_mount(struct ops *o) { return o->open(o, "/"); }
#endif
#ifdef CONSUMER
int plugin_run(struct ops *o) { return host_mount(o); }
#endif
