// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  nothing of the array counts in the struct's size, its element still counts
struct item {
    short key;
#ifdef NEW
    short weight;
#endif
};
struct list { int count; struct item items[0]; };
int host_scan(const struct list *l);
#ifdef PROVIDER
int host_scan(const struct list *l) { return l->items[l->count - 1].key; }
#endif
#ifdef CONSUMER
int plugin_run(const struct list *l) { return host_scan(l); }
#endif
