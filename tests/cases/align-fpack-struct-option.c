// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: provider-flags -fpack-struct=1
//: why  same source, but the provider was built with every struct packed
struct header { char kind; int length; };
int host_parse(const struct header *h);
#ifdef PROVIDER
int host_parse(const struct header *h) { return h->length; }
#endif
#ifdef CONSUMER
int plugin_run(const struct header *h) { return host_parse(h); }
#endif
