// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule return-type
//: why a struct with unaligned members is returned in memory, small as it is
struct __attribute__((packed)) r { char a; long b; };
#if defined PROVIDER && defined NEW
struct r host_log(int x);
struct r host_log(int x) { struct r r = {1, x}; return r; }
#else
void host_log(int x);
#ifdef PROVIDER
void host_log(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_log(1); return 0; }
#endif
