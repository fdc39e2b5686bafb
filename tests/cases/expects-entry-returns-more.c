// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule return-ignored
//: direction expects
//: expect plugin_stop=plugin_stop_fn
//: why  the host ignores what the plugin now returns
typedef void plugin_stop_fn(int why);
#ifdef PROVIDER
#ifdef OLD
void plugin_stop(int why) { (void)why; }
#else
int plugin_stop(int why) { return why; }
#endif
#endif
#ifdef CONSUMER
void host_main(void *(*lookup)(const char *)) {
    plugin_stop_fn *stop = (plugin_stop_fn *)lookup("plugin_stop");
    stop(1);
}
#endif
