// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule tag-renamed
//: baseline exact
//: why  another tag on the same members at the same places
#ifdef OLD
#define TAG settings
#else
#define TAG preferences
#endif
struct TAG { int tab; int wrap; };
int host_save(const struct TAG *p);
#ifdef PROVIDER
int host_save(const struct TAG *p) { return p->tab; }
#endif
#ifdef CONSUMER
int plugin_run(const struct TAG *p) { return host_save(p); }
#endif
