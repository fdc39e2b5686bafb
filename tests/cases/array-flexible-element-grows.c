// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  the header is unchanged, but items[1] is elsewhere
struct item {
    int key;
#ifdef NEW
    int weight;
#endif
};
struct list { int count; struct item items[]; };
int host_scan(const struct list *l);
#ifdef PROVIDER
int host_scan(const struct list *l) { return l->items[l->count - 1].key; }
#endif
#ifdef CONSUMER
int plugin_run(const struct list *l) { return host_scan(l); }
#endif
