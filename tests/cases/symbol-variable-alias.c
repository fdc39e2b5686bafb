// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: consumer-cc gcc
//: why  the variable is a second name of another with the same type
extern int host_level;
#ifdef PROVIDER
#ifdef OLD
int host_level = 3;
#else
int level_storage = 3;
extern int host_level __attribute__((alias("level_storage")));
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level; }
#endif
