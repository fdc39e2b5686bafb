// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  a function that returns a function that takes a function, written without typedefs
int (*host_pick(int which, int (*fallback)(const char *)))(const char *);
#ifdef PROVIDER
int (*host_pick(int which, int (*fallback)(const char *)))(const char *) { return which ? fallback : 0; }
#endif
#ifdef CONSUMER
static int none(const char *s) { return s[0]; }
int plugin_run(void) { return host_pick(1, none)("x"); }
#endif
