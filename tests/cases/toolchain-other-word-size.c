// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule toolchain-abi
//: provider-flags -m32 -nostdlib
//: machine x86_64
//: why  a 32-bit provider can never serve a 64-bit consumer, whatever the types
int host_beep(int n);
#ifdef PROVIDER
int host_beep(int n) { return n; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
