// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: new-ld-flags -Wl,--version-script=symbol-two-versions.map
//: why  two functions behind host_beep@V1 and host_beep@@V2, neither of that name in C, both of the consumer's type
int host_beep(int n);
#ifdef PROVIDER
#ifdef OLD
int host_beep(int n) { return n; }
#else
int beep_first(int n) { return n; }
int beep_second(int n) { return n + 1; }
__asm__(".symver beep_first,host_beep@V1");
__asm__(".symver beep_second,host_beep@@V2");
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
