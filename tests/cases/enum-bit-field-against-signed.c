// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enum-integer
//: why  three bits of an unsigned enum hold 0 to 7, three of an int -4 to 3
enum level { LOW, MID, HIGH = 7 };
struct flags {
#ifdef OLD
    enum level level : 3;
#else
    int level : 3;
#endif
    unsigned rest : 29;
};
int host_flags(const struct flags *f);
#ifdef PROVIDER
int host_flags(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_flags(f); }
#endif
