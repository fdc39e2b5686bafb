// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule pointee
//: baseline exact
//: why  the provider names what used to be void *
struct session { int id; };
#ifdef OLD
int host_close(void *s);
#else
int host_close(struct session *s);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_close(void *s) { return !s; }
#else
int host_close(struct session *s) { return s->id; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(struct session *s) { return host_close(s); }
#endif
