// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  a new slot before close: the host would call close where it means flush
struct operations {
    int (*open)(const char *path);
#ifdef NEW
    int (*flush)(int fd);
#endif
    int (*close)(int fd);
};
int host_register(const struct operations *o);
#ifdef PROVIDER
int host_register(const struct operations *o) { return o->close(3); }
#endif
#ifdef CONSUMER
int plugin_run(const struct operations *o) { return host_register(o); }
#endif
