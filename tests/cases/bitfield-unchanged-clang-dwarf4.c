// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: provider-flags -gdwarf-4
//: why  clang's DWARF 4 counts bit_offset from the other end; the absolute bits are the same
struct flags {
    char lead;
    unsigned kind : 3;
    unsigned : 4;
    signed level : 5;
    _Bool on : 1;
    unsigned long long wide : 40;
    unsigned char last : 2;
};
int host_flags(const struct flags *f);
#ifdef PROVIDER
int host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_flags(f); }
#endif
