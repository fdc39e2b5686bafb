// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  tail took over the bytes of head: a name that both have is at another offset
struct ring {
#ifdef OLD
    unsigned head;
    unsigned tail;
#else
    unsigned tail;
    unsigned mask;
#endif
};
unsigned host_push(struct ring *r);
#ifdef PROVIDER
unsigned host_push(struct ring *r) { return ++r->tail; }
#endif
#ifdef CONSUMER
unsigned plugin_run(struct ring *r) { return host_push(r); }
#endif
