// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: why  a member became const; its bytes are where they were
struct ident {
#ifdef OLD
    int number;
#else
    const int number;
#endif
    int uses;
};
int host_touch(struct ident *i);
#ifdef PROVIDER
int host_touch(struct ident *i) { return i->number + i->uses++; }
#endif
#ifdef CONSUMER
int plugin_run(struct ident *i) { return host_touch(i); }
#endif
