// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: baseline compatible
//: rule opaque
//: why  an enum known only by its tag, reached by pointer
enum mode;
#ifdef PROVIDER
#ifdef OLD
enum mode { READ, WRITE };
#else
enum mode { WRITE, READ, APPEND };
#endif
#endif
int host_mode(enum mode *m);
#ifdef PROVIDER
int host_mode(enum mode *m) { return *m == READ; }
#endif
#ifdef CONSUMER
int plugin_run(enum mode *m) { return host_mode(m); }
#endif
