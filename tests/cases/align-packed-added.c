// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  packing pulls length from byte 4 to byte 1
#ifdef NEW
#define PACKED __attribute__((packed))
#else
#define PACKED
#endif
struct header { unsigned char kind; unsigned int length; } PACKED;
unsigned host_parse(const struct header *h);
#ifdef PROVIDER
unsigned host_parse(const struct header *h) { return h->length; }
#endif
#ifdef CONSUMER
unsigned plugin_run(const struct header *h) { return host_parse(h); }
#endif
