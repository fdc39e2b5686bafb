// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule return-ignored
//: machine x86_64 aarch64
//: why  16 bytes come in two registers that nobody reads
#if defined PROVIDER && defined NEW
__int128 host_step(int x);
__int128 host_step(int x) { return x; }
#else
void host_step(int x);
#ifdef PROVIDER
void host_step(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_step(1); return 0; }
#endif
