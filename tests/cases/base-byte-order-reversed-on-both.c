// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: why  the same byte order on both sides, not that of the machine
#define ORDER "big-endian"
struct __attribute__((scalar_storage_order(ORDER))) header {
    int length;
    unsigned kind : 4, level : 4;
    short id;
};
int host_send(const struct header *h);
#ifdef PROVIDER
int host_send(const struct header *h) { return h->length; }
#endif
#ifdef CONSUMER
int plugin_run(const struct header *h) { return host_send(h); }
#endif
