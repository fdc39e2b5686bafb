// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  struct cache changed, but no symbol that the consumer uses reaches it
struct cache {
    int size;
#ifdef NEW
    int limit;
#endif
};
int host_ping(int n);
int host_cache(struct cache *c);
#ifdef PROVIDER
int host_ping(int n) { return n; }
int host_cache(struct cache *c) { return c->size; }
#endif
#ifdef CONSUMER
static int local(struct cache *c) { return c->size; }
int plugin_run(void) { struct cache c = { 3 }; return host_ping(local(&c)); }
#endif
