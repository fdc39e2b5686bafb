// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule return-type
//: machine s390x
//: why  complex numbers of any size and kind are written to where the first argument seems to point
#if defined PROVIDER && defined NEW
_Complex char host_step(int x);
_Complex char host_step(int x) { return x; }
#else
void host_step(int x);
#ifdef PROVIDER
void host_step(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_step(1); return 0; }
#endif
