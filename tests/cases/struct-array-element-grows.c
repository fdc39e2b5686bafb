// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: rule member-moved
//: why  each slot grew, so the second element and the count behind the array are elsewhere
struct slot {
    int key;
#ifdef NEW
    int hash;
#endif
};
struct table {
    struct slot slots[16];
    int used;
};
int host_find(struct table *t, int key);
#ifdef PROVIDER
int host_find(struct table *t, int key) { return t->slots[t->used].key == key; }
#endif
#ifdef CONSUMER
int plugin_run(struct table *t) { return host_find(t, 7); }
#endif
