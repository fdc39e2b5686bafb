// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-flags -gdwarf-4 -fdebug-types-section
//: why  object and class refer to each other through function pointers; type units split the cycle up
struct object;
struct class {
    const char *name;
    const struct class *base;
    void (*destroy)(struct object *self);
    struct object *(*copy)(const struct object *self);
};
struct object { const struct class *class; unsigned refs : 24; unsigned frozen : 1; };
int host_unref(struct object *o);
#ifdef PROVIDER
int host_unref(struct object *o) { o->class->destroy(o); return o->refs; }
#endif
#ifdef CONSUMER
int plugin_run(struct object *o) { return host_unref(o); }
#endif
