// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: why  the header still says offset_t everywhere, which is now 8 bytes
#ifdef OLD
typedef int offset_t;
#else
typedef long offset_t;
#endif
offset_t host_seek(int fd, const offset_t *to);
#ifdef PROVIDER
offset_t host_seek(int fd, const offset_t *to) { return *to + fd; }
#endif
#ifdef CONSUMER
int plugin_run(void) { offset_t o = 5; return host_seek(0, &o) > 0; }
#endif
