// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-removed
//: why  the bytes of seconds now hold a float called ratio: no rename, another member
struct timer {
    int id;
#ifdef OLD
    int seconds;
#else
    float ratio;
#endif
};
int host_arm(const struct timer *t);
#ifdef PROVIDER
int host_arm(const struct timer *t) { return t->id; }
#endif
#ifdef CONSUMER
int plugin_run(const struct timer *t) { return host_arm(t); }
#endif
