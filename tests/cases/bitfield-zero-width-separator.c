// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the zero-width field starts a new unit, level goes from bit 3 to bit 32
struct flags {
    unsigned kind : 3;
#ifdef NEW
    unsigned : 0;
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
