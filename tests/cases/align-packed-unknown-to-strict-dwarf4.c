// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: consumer-cc gcc
//: consumer-flags -gdwarf-4 -gstrict-dwarf
//: why  packed, aligned(4) is more than strict DWARF 4 can say; the unchanged provider still fits
struct __attribute__((packed, aligned(4))) header {
    unsigned long address;
#ifdef NEW
    unsigned flags;
#endif
    unsigned long length;
};
unsigned long host_map(const struct header *h);
#ifdef PROVIDER
unsigned long host_map(const struct header *h) { return h->length; }
#endif
#ifdef CONSUMER
unsigned long plugin_run(const struct header *h) { return host_map(h); }
#endif
