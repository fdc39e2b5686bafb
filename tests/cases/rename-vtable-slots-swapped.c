// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  both slots have the same function type, but start and stop changed places
struct driver {
#ifdef OLD
    int (*start)(void *unit);
    int (*stop)(void *unit);
#else
    int (*stop)(void *unit);
    int (*start)(void *unit);
#endif
};
int host_attach(const struct driver *d);
#ifdef PROVIDER
int host_attach(const struct driver *d) { return d->start(0); }
#endif
#ifdef CONSUMER
int plugin_run(const struct driver *d) { return host_attach(d); }
#endif
