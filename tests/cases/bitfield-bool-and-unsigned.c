// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  one bit without a sign, whatever it is declared as
struct flags {
    unsigned kind : 3;
#ifdef OLD
    _Bool on : 1;
#else
    unsigned on : 1;
#endif
};
int host_flags(const struct flags *f);
#ifdef PROVIDER
int host_flags(const struct flags *f) { return f->on; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_flags(f); }
#endif
