// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  pointer and number changed places
#ifdef OLD
int host_write(const char *data, long size);
#else
int host_write(long size, const char *data);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_write(const char *data, long size) { return data[size]; }
#else
int host_write(long size, const char *data) { return data[size]; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_write("abc", 2); }
#endif
