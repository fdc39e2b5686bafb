// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule alignment
//: consumer-cc gcc
//: consumer-flags -gdwarf-4 -gstrict-dwarf
//: provider-flags -gdwarf-5
//: why  the type of a bit-field aligns its struct, in any debug information: no doubt about that
struct header {
#ifdef NEW
    unsigned char kind : 3;
#else
    unsigned kind : 3;
#endif
    unsigned char rest[3];
};
int host_map(const struct header *h);
#ifdef PROVIDER
int host_map(const struct header *h) { return h->kind; }
#endif
#ifdef CONSUMER
int plugin_run(const struct header *h) { return host_map(h); }
#endif
