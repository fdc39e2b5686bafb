// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: both-flags -fsigned-char
//: why  plain char is signed here: same size, same encoding, another spelling
#ifdef OLD
int host_puts(const char *s);
#else
int host_puts(const signed char *s);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_puts(const char *s) { return s[0]; }
#else
int host_puts(const signed char *s) { return s[0]; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_puts("x"); }
#endif
