// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule untyped
//: consumer-cc gcc
//: why  GCC's debug information has no types of what is called as a builtin: unknown, not "void ()"
#ifdef PROVIDER
double fmodf(double x, double y);
double fmodf(double x, double y) { return x - y; }
int sprintf(char *text, const char *format, ...);
int sprintf(char *text, const char *format, ...) { return text != format; }
#endif
#ifdef CONSUMER
float plugin_rest(float x) { return __builtin_fmodf(x, 2.0f); }
int plugin_write(char *text, int n) { return __builtin_sprintf(text, "%d", n); }
#endif
