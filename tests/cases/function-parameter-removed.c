// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: why  the consumer still passes a flag that means nothing to the provider
#ifdef OLD
int host_sync(int fd, int wait);
#else
int host_sync(int fd);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_sync(int fd, int wait) { return fd + wait; }
#else
int host_sync(int fd) { return fd; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_sync(1, 1); }
#endif
