// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: direction expects
//: expect plugin_run=plugin_run_fn
//: baseline exact
//: why  the plugin was built with another struct config than the host that calls its entry point
struct config {
    int level;
#ifdef NEW
    long serial;
#endif
    int limit;
};
typedef int plugin_run_fn(const struct config *c);
#ifdef PROVIDER
int plugin_run(const struct config *c) { return c->limit; }
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *), const struct config *c) {
    plugin_run_fn *run = (plugin_run_fn *)lookup("plugin_run");
    return run(c);
}
#endif
