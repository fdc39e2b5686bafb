// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: units 2
//: why  a static function of the same name and another type in unit 2 does not cross the boundary
#if UNIT == 1
int host_log(const char *text);
#ifdef PROVIDER
int host_log(const char *text) { return text[0]; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_log("t"); }
#endif
#else
#ifdef NEW
static __attribute__((noinline)) double host_log(double a, double b) { return a * b; }
double other(double a) { return host_log(a, 2); }
#endif
int filler(void) { return 0; }
#endif
