// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  GCC says that a packed struct is aligned to 1, Clang never does: no difference
struct lane { float value[4] __attribute__((aligned(64))); };
struct header { struct lane lane; int length[16]; } __attribute__((packed));
typedef struct { struct lane lane; int length[16]; } __attribute__((packed)) packet;
struct batch { packet packets[2]; packet *more; };
int host_send(struct header *h, packet *p, struct batch *b);
#ifdef PROVIDER
int host_send(struct header *h, packet *p, struct batch *b) { return h->length[0] + p->length[0] + !b; }
#endif
#ifdef CONSUMER
int plugin_run(struct header *h, packet *p, struct batch *b) { return host_send(h, p, b); }
#endif
