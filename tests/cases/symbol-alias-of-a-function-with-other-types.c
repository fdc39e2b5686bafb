// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: why  host_beep lost its own body and is now a second name of a function that takes a long
int host_beep(int n);
#ifdef PROVIDER
#ifdef OLD
int host_beep(int n) { return n; }
#else
int beep_wide(long n) { return n > 0; }
__asm__(".globl host_beep\n.set host_beep, beep_wide\n");
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
