// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: machine x86_64
//: both-flags -m32 -nostdlib -fno-stack-protector
//: rule return-ignored
//: why  but two floats of a complex number come in eax and edx
#if defined PROVIDER && defined NEW
_Complex float host_scale(int x) { return x; }
#else
void host_scale(int x);
#ifdef PROVIDER
void host_scale(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_scale(1); return 0; }
#endif
