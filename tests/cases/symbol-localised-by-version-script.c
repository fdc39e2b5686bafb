// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-missing
//: new-ld-flags -Wl,--version-script=symbol-one-version.map
//: why  the version script lists host_beep only, so host_flash is local now
int host_beep(int n);
int host_flash(int n);
#ifdef PROVIDER
int host_beep(int n) { return n; }
int host_flash(int n) { return n; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1) + host_flash(2); }
#endif
