// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: why  not a rename: the other struct has its members elsewhere
#ifdef OLD
struct reader { int fd; int eof; };
typedef struct reader stream;
#else
struct source { int eof; long at; int fd; };
typedef struct source stream;
#endif
int host_read(stream *s);
#ifdef PROVIDER
int host_read(stream *s) { return s->fd; }
#endif
#ifdef CONSUMER
int plugin_run(stream *s) { return host_read(s); }
#endif
