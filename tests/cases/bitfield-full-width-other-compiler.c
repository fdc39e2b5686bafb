// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: if defined __LP64__
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  bit-fields as wide as their types, which Clang records as plain members
struct flags {
    unsigned all : 32;
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
