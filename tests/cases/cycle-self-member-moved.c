// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the walk must end, and report the moved member
struct tree {
    struct tree *left;
#ifdef NEW
    struct tree *parent;
#endif
    struct tree *right;
    int key;
};
int host_insert(struct tree **root, int key);
#ifdef PROVIDER
int host_insert(struct tree **root, int key) { return *root && (*root)->key == key; }
#endif
#ifdef CONSUMER
int plugin_run(struct tree *t) { return host_insert(&t, 3); }
#endif
