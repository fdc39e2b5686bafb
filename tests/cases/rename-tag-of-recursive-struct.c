// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule tag-renamed
//: why  the renamed struct refers to itself; the comparison must assume the pair equal while inside it
#ifdef OLD
#define TAG node
#else
#define TAG list_node
#endif
struct TAG { struct TAG *next; struct TAG *prev; int value; };
int host_length(struct TAG *n);
#ifdef PROVIDER
int host_length(struct TAG *n) { return n ? n->value : 0; }
#endif
#ifdef CONSUMER
int plugin_run(struct TAG *n) { return host_length(n); }
#endif
