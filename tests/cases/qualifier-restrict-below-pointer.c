// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: why  here restrict is on what the parameter points to, not on the parameter
#ifdef OLD
int host_next(char **cursor);
#else
int host_next(char *restrict *cursor);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_next(char **cursor) { return **cursor; }
#else
int host_next(char *restrict *cursor) { return **cursor; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(char **c) { return host_next(c); }
#endif
