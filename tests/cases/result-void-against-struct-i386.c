// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: both-flags -m32 -nostdlib -fno-stack-protector
//: rule return-type
//: why the i386 psABI returns every struct in memory
struct r { int a; };
#if defined PROVIDER && defined NEW
struct r host_log(int x) { struct r r = {x}; return r; }
#else
void host_log(int x);
#ifdef PROVIDER
void host_log(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_log(1); return 0; }
#endif
