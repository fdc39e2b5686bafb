// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: why  a ring of eight, with one warning in the fifth and nothing else
#define LINK(here, next, name) struct s##here { struct s##next *on; struct s0 *home; int name; };
#ifdef OLD
#define FIFTH value
#else
#define FIFTH amount
#endif
struct s0;
LINK(0, 1, a) LINK(1, 2, b) LINK(2, 3, c) LINK(3, 4, d) LINK(4, 5, FIFTH) LINK(5, 6, e) LINK(6, 7, f)
struct s7 { struct s0 *home; };
int host_ring(struct s7 *s);
#ifdef PROVIDER
int host_ring(struct s7 *s) { return s->home->a; }
#endif
#ifdef CONSUMER
int plugin_run(struct s7 *s) { return host_ring(s); }
#endif
