// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  declarators joined, typedef spelled out, a comment and a forward declaration: same type
#ifdef OLD
typedef unsigned int count_t;
struct inner { short a; short b; };
struct outer { count_t n; struct inner in; struct outer *up; };
#else
struct outer;
struct inner { short a, /* width */ b; };
struct outer {
    unsigned n;

    struct inner in;
    struct outer *up;
};
#endif
int host_take(struct outer *o);
#ifdef PROVIDER
int host_take(struct outer *o) { return (int)o->n; }
#endif
#ifdef CONSUMER
int plugin_run(struct outer *o) { return host_take(o); }
#endif
