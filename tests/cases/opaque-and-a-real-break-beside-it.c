// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the opaque struct hides nothing of the change in the other argument
struct engine;
#ifdef PROVIDER
struct engine { int power; };
#endif
struct order {
#ifdef NEW
    int priority;
#endif
    int torque;
};
int host_drive(struct engine *e, const struct order *o);
#ifdef PROVIDER
int host_drive(struct engine *e, const struct order *o) { return e->power + o->torque; }
#endif
#ifdef CONSUMER
int plugin_run(struct engine *e, const struct order *o) { return host_drive(e, o); }
#endif
