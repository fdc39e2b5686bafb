// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  five unnamed bits or two and three: nothing named moves and nothing records them
struct flags {
    unsigned kind : 3;
#ifdef OLD
    unsigned : 5;
#else
    unsigned : 2;
    unsigned : 3;
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
