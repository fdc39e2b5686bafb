// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-missing
//: why  the provider dropped the function
int host_beep(int n);
int host_flash(int n);
#ifdef PROVIDER
int host_flash(int n) { return n; }
#ifdef OLD
int host_beep(int n) { return n; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1) + host_flash(2); }
#endif
