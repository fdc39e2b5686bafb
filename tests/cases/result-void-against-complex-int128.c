// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule return-type
//: machine x86_64 aarch64
//: if !defined __clang__
//: why  32 bytes are written to where rdi, or x8, seems to point
#if defined PROVIDER && defined NEW
_Complex __int128 host_step(int x);
_Complex __int128 host_step(int x) { return x; }
#else
void host_step(int x);
#ifdef PROVIDER
void host_step(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_step(1); return 0; }
#endif
