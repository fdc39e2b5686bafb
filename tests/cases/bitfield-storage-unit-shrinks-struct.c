// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  the same bits in an unsigned char unit: the struct is 1 byte instead of 4
struct flags {
#ifdef OLD
    unsigned int kind : 3, level : 5;
#else
    unsigned char kind : 3, level : 5;
#endif
};
int host_flags(const struct flags *f);
#ifdef PROVIDER
int host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_flags(f); }
#endif
