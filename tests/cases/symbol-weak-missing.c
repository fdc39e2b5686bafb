// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule symbol-missing
//: why  the consumer tests the weak function before it calls it
int host_beep(int n) __attribute__((weak));
int host_flash(int n);
#ifdef PROVIDER
int host_flash(int n) { return n; }
#ifdef OLD
int host_beep(int n) { return n; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep ? host_beep(1) : host_flash(2); }
#endif
