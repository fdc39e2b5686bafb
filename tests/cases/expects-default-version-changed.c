// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: direction expects
//: expect plugin_run=plugin_run_fn
//: new-ld-flags -Wl,--version-script=expects-two-versions.map
//: why  a look-up by name gets the default version, and that one takes another parameter; the old one is still there
typedef int plugin_run_fn(int n);
#ifdef PROVIDER
#ifdef OLD
int plugin_run(int n) { return n; }
#else
int run_first(int n) { return n; }
int run_second(int n, const char *how) { return n + how[0]; }
__asm__(".symver run_first,plugin_run@V1");
__asm__(".symver run_second,plugin_run@@V2");
#endif
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *)) {
    plugin_run_fn *run = (plugin_run_fn *)lookup("plugin_run");
    return run(1);
}
#endif
