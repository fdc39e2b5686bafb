// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-missing
//: direction expects
//: expect plugin_run=plugin_run_fn
//: why  the plugin renamed its entry point
typedef int plugin_run_fn(int n);
#ifdef PROVIDER
#ifdef OLD
int plugin_run(int n) { return n; }
#else
int plugin_start(int n) { return n; }
#endif
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *)) {
    plugin_run_fn *run = (plugin_run_fn *)lookup("plugin_run");
    return run(1);
}
#endif
