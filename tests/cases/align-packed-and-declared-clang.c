// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  packed, aligned(4) by two compilers, members that could be aligned to more among them
struct range { unsigned long first, last; };
struct __attribute__((packed, aligned(4))) header {
    unsigned long address;
    struct range range;
    unsigned flags : 3;
    unsigned length;
};
struct __attribute__((packed, aligned(4))) lanes {
    unsigned tag;
    float lane[4] __attribute__((aligned(16)));
};
unsigned long host_map(const struct header *h, const struct lanes *l);
#ifdef PROVIDER
unsigned long host_map(const struct header *h, const struct lanes *l) { return h->length + l->tag; }
#endif
#ifdef CONSUMER
unsigned long plugin_run(const struct header *h, const struct lanes *l) { return host_map(h, l); }
#endif
