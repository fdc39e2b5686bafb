// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: new-ld-flags -Wl,--version-script=symbol-one-version.map
//: why  the provider put a version on the symbol; a consumer that asks for none gets it all the same
int host_beep(int n);
#ifdef PROVIDER
int host_beep(int n) { return n; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
