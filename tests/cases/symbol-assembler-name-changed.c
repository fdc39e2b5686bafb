// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-missing
//: why  same name in C, but the new header redirects it to another symbol
#ifdef NEW
int host_open(const char *path) __asm__("host_open64");
#else
int host_open(const char *path);
#endif
#ifdef PROVIDER
int host_open(const char *path) { return path[0]; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_open("p"); }
#endif
