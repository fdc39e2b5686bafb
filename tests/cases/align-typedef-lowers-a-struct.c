// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule alignment
//: why  the consumer takes the struct to stand anywhere, and the provider relies on its alignment
struct entry { int key; long value; };
#ifdef NEW
typedef struct entry record;
#else
typedef struct entry record __attribute__((aligned(1)));
#endif
int host_add(record *r);
#ifdef PROVIDER
int host_add(record *r) { return r->key; }
#endif
#ifdef CONSUMER
int plugin_run(record *r) { return host_add(r); }
#endif
