// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule signedness
//: why  the same three bits read as 0..7 on one side and -4..3 on the other
struct flags {
#ifdef OLD
    unsigned delta : 3;
#else
    signed delta : 3;
#endif
    unsigned rest : 29;
};
int host_flags(const struct flags *f);
#ifdef PROVIDER
int host_flags(const struct flags *f) { return f->delta; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_flags(f); }
#endif
