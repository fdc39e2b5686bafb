// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule return-ignored
//: machine s390x
//: why  it comes in f0, which nobody reads
#if defined PROVIDER && defined NEW
double host_step(int x);
double host_step(int x) { return x; }
#else
void host_step(int x);
#ifdef PROVIDER
void host_step(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_step(1); return 0; }
#endif
