// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-flags -gdwarf-4 -gstrict-dwarf
//: why  strict DWARF 4 has only the old encoding of bit offsets
struct flags {
    char lead;
    unsigned kind : 3;
    signed level : 5;
    unsigned long long wide : 40;
    unsigned : 0;
    unsigned short tail : 9;
};
int host_flags(const struct flags *f);
#ifdef PROVIDER
int host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_flags(f); }
#endif
