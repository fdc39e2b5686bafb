// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  an unnamed field has no entry in the debug information: only the bit offset of level shows it
struct flags {
    unsigned kind : 3;
#ifdef NEW
    unsigned : 2;
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
