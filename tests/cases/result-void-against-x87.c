// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64 i686
//: rule return-type
//: why  nobody pops the result off the x87 stack: after eight calls all long doubles are NaN
#if defined PROVIDER && defined NEW
long double host_scale(int x) { return x; }
#else
void host_scale(int x);
#ifdef PROVIDER
void host_scale(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_scale(1); return 0; }
#endif
