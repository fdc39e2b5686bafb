// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: direction expects
//: expect plugin_run=plugin_run_fn
//: expect plugin_version=plugin_version_t
//: baseline exact
//: why  both entry points are there; only a member's name differs
struct request {
    int id;
#ifdef OLD
    int pri;
#else
    int priority;
#endif
};
typedef int plugin_run_fn(struct request *r);
typedef const int plugin_version_t;
#ifdef PROVIDER
int plugin_run(struct request *r) { return r->id; }
const int plugin_version = 3;
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *), struct request *r) {
    plugin_run_fn *run = (plugin_run_fn *)lookup("plugin_run");
    plugin_version_t *version = lookup("plugin_version");
    return *version == 3 ? run(r) : 0;
}
#endif
