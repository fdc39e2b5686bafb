// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: rule member-added
//: baseline exact
//: why  verbose goes in before limit, so the provider reads limit 4 bytes past where the consumer wrote it
struct config {
    int level;
#ifdef NEW
    int verbose;
#endif
    int limit;
};
int host_apply(const struct config *c);
#ifdef PROVIDER
int host_apply(const struct config *c) { return c->level + c->limit; }
#endif
#ifdef CONSUMER
int plugin_run(const struct config *c) { return host_apply(c); }
#endif
