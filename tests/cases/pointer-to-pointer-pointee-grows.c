// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the changed struct is two pointers away from the argument
struct node {
#ifdef NEW
    struct node *parent;
#endif
    int value;
};
int host_alloc(struct node **out);
#ifdef PROVIDER
static struct node one;
int host_alloc(struct node **out) { *out = &one; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { struct node *n; host_alloc(&n); return n->value; }
#endif
