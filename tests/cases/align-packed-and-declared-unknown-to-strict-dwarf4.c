// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: if defined __LP64__
//: rule alignment
//: consumer-cc gcc
//: consumer-flags -gdwarf-4 -gstrict-dwarf
//: why  packed, aligned(4) is more than the consumer's debug information can say: a warning
struct __attribute__((packed, aligned(4))) header {
    unsigned long address;
    unsigned long length;
};
unsigned long host_map(const struct header *h);
#ifdef PROVIDER
unsigned long host_map(const struct header *h) { return h->length; }
#endif
#ifdef CONSUMER
unsigned long plugin_run(const struct header *h) { return host_map(h); }
#endif
