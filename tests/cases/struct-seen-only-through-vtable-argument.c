// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: baseline exact
//: why  struct event crosses only as an argument of a callback inside the operations table
struct event {
    int kind;
    int key;
#ifdef NEW
    long stamp;
#endif
};
struct operations {
    int (*open)(const char *path);
    int (*handle)(const struct event *e);
};
int host_register(const struct operations *o);
#ifdef PROVIDER
int host_register(const struct operations *o) { struct event e = {0}; return o->handle(&e); }
#endif
#ifdef CONSUMER
static int on_open(const char *p) { return !p; }
static int on_event(const struct event *e) { return e->kind; }
static const struct operations mine = { on_open, on_event };
int plugin_run(void) { return host_register(&mine); }
#endif
