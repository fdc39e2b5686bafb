// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  host_beep is a second name of an internal function; no debug entry bears it, its address does
int host_beep(int n, const char *why);
#ifdef PROVIDER
#ifdef OLD
int host_beep(int n, const char *why) { return n + why[0]; }
#else
int beep_internal(int n, const char *why) { return n + why[0]; }
int host_beep(int n, const char *why) __attribute__((alias("beep_internal")));
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1, "w"); }
#endif
