// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  both take the struct to stand anywhere
struct entry { int key; long value; };
typedef struct entry record __attribute__((aligned(1)));
struct table { char mark; record records[2]; };
int host_add(record *r, struct table *t);
#ifdef PROVIDER
int host_add(record *r, struct table *t) { return r->key + t->mark; }
#endif
#ifdef CONSUMER
int plugin_run(record *r, struct table *t) { return host_add(r, t); }
#endif
