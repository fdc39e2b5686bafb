// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  int v[8], int v[static 2] and int *v are the same parameter
#ifdef OLD
int host_first(int v[8], const char name[]);
#else
int host_first(int *v, const char *name);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_first(int v[8], const char name[]) { return v[0] + name[0]; }
#else
int host_first(int *v, const char *name) { return v[0] + name[0]; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { int v[8] = {1}; return host_first(v, "n"); }
#endif
