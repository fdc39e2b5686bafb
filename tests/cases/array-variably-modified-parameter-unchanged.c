// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  the declaration has no bound and the definition a computed one; the source is the same
int host_trace(int n, int (*m)[n]);
#ifdef PROVIDER
int host_trace(int n, int (*m)[n]) { return m[n - 1][n - 1]; }
#endif
#ifdef CONSUMER
int plugin_run(void) { int m[2][2] = { { 1, 2 }, { 3, 4 } }; return host_trace(2, m); }
#endif
