// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule bit-size
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  a bit-field that filled its type became narrower
struct flags {
#ifdef NEW
    unsigned all : 31;
#else
    unsigned all : 32;
#endif
    unsigned char byte : 8;
    _Bool on : 1;
    unsigned long wide : 64;
    int last : 32;
};
int host_set(const struct flags *f);
#ifdef PROVIDER
int host_set(const struct flags *f) { return f->byte; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_set(f); }
#endif
