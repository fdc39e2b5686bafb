// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  bits that were padding now mean something, and the consumer never sets them
struct flags {
    unsigned kind : 3;
#ifdef OLD
    unsigned : 5;
#else
    unsigned mode : 5;
#endif
    unsigned level : 8;
};
unsigned host_flags(const struct flags *f);
#ifdef PROVIDER
unsigned host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
unsigned plugin_run(const struct flags *f) { return host_flags(f); }
#endif
