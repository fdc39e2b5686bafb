// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule return-type
//: why a vector of 64 bytes is returned in memory without AVX-512
typedef int r __attribute__((vector_size(64)));
#if defined PROVIDER && defined NEW
r host_log(int x);
r host_log(int x) { r r = {1, x}; return r; }
#else
void host_log(int x);
#ifdef PROVIDER
void host_log(int x) { (void)x; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { host_log(1); return 0; }
#endif
