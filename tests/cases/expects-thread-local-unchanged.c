// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: direction expects
//: expect plugin_depth
//: baseline exact
//: why  thread-local to both: the lookup gives the calling thread's object, of the type that the host declares
extern __thread int plugin_depth;
__extension__ static __typeof__(&plugin_depth) hm_interface_plugin_depth[0] __attribute__((used));
#ifdef PROVIDER
__thread int plugin_depth = 5;
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *)) {
    return *(__typeof__(&plugin_depth))lookup("plugin_depth");
}
#endif
