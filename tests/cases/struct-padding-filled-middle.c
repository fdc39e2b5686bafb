// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  flags takes a padding byte: no size or offset changes, but the consumer never sets it
struct packet {
    char kind;
#ifdef NEW
    char flags;
#endif
    int length;
};
_Static_assert(sizeof(struct packet) == 8, "same size on both sides");
int host_send(const struct packet *p);
#ifdef PROVIDER
int host_send(const struct packet *p) { return p->kind + p->length; }
#endif
#ifdef CONSUMER
int plugin_run(void) { struct packet p; p.kind = 1; p.length = 9; return host_send(&p); }
#endif
