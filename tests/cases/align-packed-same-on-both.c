// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  a packed struct with odd offsets is the same type from either compiler
struct header { unsigned char kind; unsigned int length; unsigned char tail[3]; } __attribute__((packed));
unsigned host_parse(const struct header *h);
#ifdef PROVIDER
unsigned host_parse(const struct header *h) { return h->length; }
#endif
#ifdef CONSUMER
unsigned plugin_run(const struct header *h) { return host_parse(h); }
#endif
