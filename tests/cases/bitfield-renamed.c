// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: why  the second field has another name for the same bits
struct flags {
    unsigned kind : 3;
#ifdef OLD
    unsigned dirty : 1;
#else
    unsigned changed : 1;
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
