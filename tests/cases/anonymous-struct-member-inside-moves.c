// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  an anonymous struct on both sides, its two members in another order
struct event {
    int kind;
    struct {
#ifdef OLD
        short x; short y;
#else
        short y; short x;
#endif
    };
};
int host_event(const struct event *e);
#ifdef PROVIDER
int host_event(const struct event *e) { return e->x; }
#endif
#ifdef CONSUMER
int plugin_run(const struct event *e) { return host_event(e); }
#endif
