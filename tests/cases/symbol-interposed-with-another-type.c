// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-interposed
//: rule parameter-count
//: baseline compatible
//: why  the call meant for the plugin's own function lands in the host's, which takes more
#if defined(OLD) || defined(CONSUMER)
int host_beep(int n);
#else
int host_beep(int n, int pitch);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_beep(int n) { return n; }
#else
int host_beep(int n, int pitch) { return n + pitch; }
#endif
#endif
#ifdef CONSUMER
__attribute__((noinline)) int host_beep(int n) { return -n; }
int plugin_run(void) { return host_beep(1); }
#endif
