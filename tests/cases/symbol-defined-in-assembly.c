// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule untyped
//: baseline exact
//: why  the provider wrote the function in assembly, without a type
int host_beep(int n);
#ifdef PROVIDER
#ifdef OLD
int host_beep(int n) { return n; }
#else
__asm__(".text\n.globl host_beep\n.type host_beep,%function\nhost_beep: .long 0\n.size host_beep,.-host_beep\n");
int filler(void) { return 0; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
