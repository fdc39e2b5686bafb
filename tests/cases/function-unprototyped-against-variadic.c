// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule unprototyped
//: consumer-cc gcc
//: why  a call without a prototype does not set up what a variadic callee reads
#ifdef OLD
int host_step();
#else
int host_step(const char *format, ...);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_step() { return 1; }
#else
int host_step(const char *format, ...) { return format[0]; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_step("x"); }
#endif
