// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: direction expects
//: expect plugin_run=run_default
//: baseline exact
//: why  the expected type is that of a function which the host has as its fallback
#ifdef PROVIDER
#ifdef OLD
int plugin_run(int n) { return n; }
#else
int plugin_run(int n, int again) { return n + again; }
#endif
#endif
#ifdef CONSUMER
int run_default(int n) { return -n; }
int host_main(void *(*lookup)(const char *)) {
    int (*run)(int) = (int (*)(int))lookup("plugin_run");
    return run ? run(1) : run_default(1);
}
#endif
