// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule return-ignored
//: machine x86_64 aarch64
//: why  both parts come in rax and rdx, or x0 and x1, that nobody reads
#if defined PROVIDER && defined NEW
_Complex long host_step(int x);
_Complex long host_step(int x) { return x; }
#else
void host_step(int x);
#ifdef PROVIDER
void host_step(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_step(1); return 0; }
#endif
