// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule union-member-added
//: why a callback takes the union by value
union v { double d;
#ifdef NEW
 void *p;
#endif
};
struct ops { void (*set)(union v v); };
void host_reg(const struct ops *o);
#ifdef PROVIDER
void host_reg(const struct ops *o) { union v v = {1}; o->set(v); }
#endif
#ifdef CONSUMER
static void set(union v v) {}
void plugin_run(void) { static const struct ops o = {set}; host_reg(&o); }
#endif
