// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  typedef names do not count, but this one carries an alignment that moves the member
#ifdef NEW
typedef int word __attribute__((aligned(8)));
#else
typedef int word;
#endif
struct cell { char mark; word value; };
int host_cell(struct cell *c);
#ifdef PROVIDER
int host_cell(struct cell *c) { return c->value; }
#endif
#ifdef CONSUMER
int plugin_run(struct cell *c) { return host_cell(c); }
#endif
