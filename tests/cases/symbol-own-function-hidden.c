// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: why  the plugin's function of that name is its own affair as long as it is hidden
#ifdef PROVIDER
int host_beep(int n) { return n; }
#ifdef NEW
int more(int n) { return n; }
#endif
int host_ping(int n) { return n; }
#endif
#ifdef CONSUMER
int host_ping(int n);
__attribute__((noinline, visibility("hidden"))) int host_beep(long a, long b) { return a > b; }
int plugin_run(void) { return host_ping(host_beep(1, 2)); }
#endif
