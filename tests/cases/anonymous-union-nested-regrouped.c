// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  a tagged choice written with another nesting of anonymous structs, same names at same offsets
struct choice {
    int kind;
    union {
        struct { int low; int high; };
#ifdef OLD
        double real;
        struct { char text[4]; char rest[4]; };
#else
        union { double real; struct { char text[4]; struct { char rest[4]; }; }; };
#endif
    };
};
int host_choice(const struct choice *c);
#ifdef PROVIDER
int host_choice(const struct choice *c) { return c->high + c->rest[0]; }
#endif
#ifdef CONSUMER
int plugin_run(const struct choice *c) { return host_choice(c); }
#endif
