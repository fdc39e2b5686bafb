// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: baseline exact
//: why  parent and child point to each other; only the child changed, and the argument is a parent
struct child;
struct parent { struct child *first; int count; };
struct child {
    struct parent *owner;
    struct child *next;
#ifdef NEW
    int age;
#endif
};
int host_children(struct parent *p);
#ifdef PROVIDER
int host_children(struct parent *p) { return p->first->owner == p; }
#endif
#ifdef CONSUMER
int plugin_run(struct parent *p) { return host_children(p); }
#endif
