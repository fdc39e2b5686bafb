// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: direction expects
//: expect plugin_depth
//: why  the host reads half of what the plugin writes, thread by thread
#ifdef OLD
typedef int depth_t;
#else
typedef long long depth_t;
#endif
extern __thread depth_t plugin_depth;
__extension__ static __typeof__(&plugin_depth) hm_interface_plugin_depth[0] __attribute__((used));
#ifdef PROVIDER
__thread depth_t plugin_depth = 5;
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *)) {
    return *(__typeof__(&plugin_depth))lookup("plugin_depth");
}
#endif
