// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule bit-size
//: why  nothing moves and the size stays, but the last field has another bit size
struct flags {
    unsigned kind : 3;
#ifdef OLD
    unsigned level : 5;
#else
    unsigned level : 7;
#endif
};
unsigned host_flags(const struct flags *f);
#ifdef PROVIDER
unsigned host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
unsigned plugin_run(const struct flags *f) { return host_flags(f); }
#endif
