// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  an anonymous union with one member is that member
struct event {
    int kind;
#ifdef OLD
    union { struct { long when; }; };
#else
    long when;
#endif
    int time;
};
int host_event(const struct event *e);
#ifdef PROVIDER
int host_event(const struct event *e) { return e->when > 0; }
#endif
#ifdef CONSUMER
int plugin_run(const struct event *e) { return host_event(e); }
#endif
