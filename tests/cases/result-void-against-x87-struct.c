// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule return-type
//: why  the psABI returns a struct of one long double where it returns a long double
struct scale { long double by[1]; };
#if defined PROVIDER && defined NEW
struct scale host_scale(int x) { struct scale s = {{x}}; return s; }
#else
void host_scale(int x);
#ifdef PROVIDER
void host_scale(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_scale(1); return 0; }
#endif
