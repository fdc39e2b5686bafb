// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: why  two members moved into an anonymous struct at the same offsets
struct event {
    int kind;
#ifdef OLD
    int x;
    int y;
#else
    struct { int x; int y; };
#endif
    int time;
};
int host_event(const struct event *e);
#ifdef PROVIDER
int host_event(const struct event *e) { return e->x + e->y; }
#endif
#ifdef CONSUMER
int plugin_run(const struct event *e) { return host_event(e); }
#endif
