// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: baseline exact
//: why  sixteen structs, each pointing to the next and to the first; the last one changed
#define LINK(here, next) struct s##here { struct s##next *on; struct s0 *home; int v##here; };
struct s0;
LINK(0, 1) LINK(1, 2) LINK(2, 3) LINK(3, 4) LINK(4, 5) LINK(5, 6) LINK(6, 7) LINK(7, 8)
LINK(8, 9) LINK(9, 10) LINK(10, 11) LINK(11, 12) LINK(12, 13) LINK(13, 14) LINK(14, 15)
struct s15 {
#ifdef NEW
    int wedge;
#endif
    int last;
    struct s0 *home;
};
int host_ring(struct s0 *s);
#ifdef PROVIDER
int host_ring(struct s0 *s) { return s->on->on->on->v3; }
#endif
#ifdef CONSUMER
int plugin_run(struct s0 *s) { return host_ring(s); }
#endif
