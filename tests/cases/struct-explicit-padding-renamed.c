// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: baseline exact
//: why  reserved bytes got a name of their own at the same place with the same type
struct record {
    char tag;
#ifdef OLD
    char reserved;
#else
    char priority;
#endif
    short value;
};
int host_store(const struct record *r);
#ifdef PROVIDER
int host_store(const struct record *r) { return r->value; }
#endif
#ifdef CONSUMER
int plugin_run(const struct record *r) { return host_store(r); }
#endif
