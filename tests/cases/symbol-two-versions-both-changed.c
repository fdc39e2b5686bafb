// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: new-ld-flags -Wl,--version-script=symbol-two-versions.map
//: why  whichever version the consumer gets takes more parameters than it passes
int host_beep(int n);
#ifdef PROVIDER
#ifdef OLD
int host_beep(int n) { return n; }
#else
int beep_first(int n, int pitch) { return n + pitch; }
int beep_second(int n, int pitch, int volume) { return n + pitch + volume; }
__asm__(".symver beep_first,host_beep@V1");
__asm__(".symver beep_second,host_beep@@V2");
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
