// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule signedness
//: why  by value a byte is a number: 200 arrives as -56
#ifdef OLD
int host_shade(unsigned char s);
#else
int host_shade(signed char s);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_shade(unsigned char s) { return s > 100; }
#else
int host_shade(signed char s) { return s > 100; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_shade(200); }
#endif
