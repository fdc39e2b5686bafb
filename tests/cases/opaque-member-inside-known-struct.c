// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: baseline compatible
//: rule opaque
//: why  the struct is the same, one of its members points to a body that only the provider has
struct engine;
#ifdef PROVIDER
struct engine {
    int power;
#ifdef NEW
    int torque;
#endif
};
#endif
struct car { int doors; struct engine *engine; };
int host_drive(struct car *c);
#ifdef PROVIDER
int host_drive(struct car *c) { return c->engine->power; }
#endif
#ifdef CONSUMER
int plugin_run(struct car *c) { return host_drive(c); }
#endif
