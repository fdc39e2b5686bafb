// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: machine x86_64 aarch64
//: rule return-ignored
//: why  a double is returned in a vector register, which nobody has to empty
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
