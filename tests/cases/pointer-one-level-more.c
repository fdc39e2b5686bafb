// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: why  the provider dereferences twice what the consumer passes once
#ifdef OLD
int host_name(const char *n);
#else
int host_name(const char **n);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_name(const char *n) { return n[0]; }
#else
int host_name(const char **n) { return n[0][0]; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_name("n"); }
#endif
