// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule base-kind
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: why  the provider stores the same numbers in the other byte order
#ifdef NEW
#define ORDER "big-endian"
#else
#define ORDER "little-endian"
#endif
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
