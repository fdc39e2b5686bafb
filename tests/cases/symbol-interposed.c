// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule symbol-interposed
//: baseline compatible
//: why  the plugin has a function of its own by the name of one of the host's, which comes first
int host_beep(int n);
#ifdef PROVIDER
int host_beep(int n) { return n; }
#endif
#ifdef CONSUMER
__attribute__((noinline)) int host_beep(int n) { return -n; }
int plugin_run(void) { return host_beep(1); }
#endif
