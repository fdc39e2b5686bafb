// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule variadic
//: why  a variadic callee reads a register that the consumer never set
#ifdef OLD
int host_print(const char *format);
#else
int host_print(const char *format, ...);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_print(const char *format) { return format[0]; }
#else
int host_print(const char *format, ...) { return format[0]; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_print("hi"); }
#endif
