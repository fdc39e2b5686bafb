// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: baseline exact
//: why  the provider reads an argument that the consumer never passed
#ifdef OLD
int host_open(const char *path);
#else
int host_open(const char *path, int mode);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_open(const char *path) { return !path; }
#else
int host_open(const char *path, int mode) { return mode + !path; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_open("f"); }
#endif
