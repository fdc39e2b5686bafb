// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  the two structs are defined in the other order and another function enters the cycle from its other side
struct child;
struct parent;
#ifdef OLD
struct parent { struct child *first; int count; };
struct child { struct parent *owner; struct child *next; };
#else
struct child { struct parent *owner; struct child *next; };
struct parent { struct child *first; int count; };
#endif
int host_of_child(struct child *c);
int host_of_parent(struct parent *p);
#ifdef PROVIDER
#ifdef OLD
int host_of_parent(struct parent *p) { return p->count; }
int host_of_child(struct child *c) { return c->owner->count; }
#else
int host_of_child(struct child *c) { return c->owner->count; }
int host_of_parent(struct parent *p) { return p->count; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(struct parent *p) { return host_of_parent(p) + host_of_child(p->first); }
#endif
