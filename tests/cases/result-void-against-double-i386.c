// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: both-flags -m32 -nostdlib -fno-stack-protector
//: rule return-type
//: why  on i386 every float and double is returned on the x87 stack
#if defined PROVIDER && defined NEW
double host_scale(int x) { return x; }
#else
void host_scale(int x);
#ifdef PROVIDER
void host_scale(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_scale(1); return 0; }
#endif
