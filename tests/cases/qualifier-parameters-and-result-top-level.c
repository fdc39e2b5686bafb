// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  const, volatile and restrict on the parameter itself, and const on the result, are not part of the call
#ifdef OLD
const int host_copy(char *restrict to, const char *const from, const unsigned long n, volatile int mode);
#else
int host_copy(char *to, const char *from, unsigned long n, int mode);
#endif
#ifdef PROVIDER
#ifdef OLD
const int host_copy(char *restrict to, const char *const from, const unsigned long n, volatile int mode)
#else
int host_copy(char *to, const char *from, unsigned long n, int mode)
#endif
{ to[0] = from[n - 1]; return mode; }
#endif
#ifdef CONSUMER
int plugin_run(char *b) { return host_copy(b, "x", 1, 2); }
#endif
