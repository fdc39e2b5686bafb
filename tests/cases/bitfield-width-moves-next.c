// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  kind got a fourth bit, so level starts at bit 4
struct flags {
#ifdef OLD
    unsigned kind : 3;
#else
    unsigned kind : 4;
#endif
    unsigned level : 5;
};
unsigned host_flags(const struct flags *f);
#ifdef PROVIDER
unsigned host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
unsigned plugin_run(const struct flags *f) { return host_flags(f); }
#endif
