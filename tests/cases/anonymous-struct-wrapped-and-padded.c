// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the anonymous struct brings its own padding, which moves the member behind it
struct event {
    int kind;
#ifdef OLD
    int x;
    char key;
    char mod;
#else
    struct { int x; char key; };
    char mod;
#endif
};
int host_event(const struct event *e);
#ifdef PROVIDER
int host_event(const struct event *e) { return e->mod; }
#endif
#ifdef CONSUMER
int plugin_run(const struct event *e) { return host_event(e); }
#endif
