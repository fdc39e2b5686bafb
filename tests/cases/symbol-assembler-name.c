// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  the symbol is host_open64 on both sides; the name in C is another and does not matter
int open_file(const char *path) __asm__("host_open64");
#ifdef OLD
#define NAME open_file
#else
int open_large(const char *path) __asm__("host_open64");
#define NAME open_large
#endif
#ifdef PROVIDER
int NAME(const char *path) { return path[0]; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return open_file("p"); }
#endif
