// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-kind
//: direction expects
//: expect plugin_error
//: why  the host calls what the plugin has made a variable of each thread: a jump into data
#ifdef OLD
int plugin_error(void);
#else
extern __thread int plugin_error;
#endif
__extension__ static __typeof__(&plugin_error) hm_interface_plugin_error[0] __attribute__((used));
#ifdef PROVIDER
#ifdef OLD
int plugin_error(void) { return 0; }
#else
__thread int plugin_error;
#endif
#endif
#ifdef CONSUMER
int host_main(void *(*lookup)(const char *)) {
    return ((__typeof__(&plugin_error))lookup("plugin_error"))();
}
#endif
