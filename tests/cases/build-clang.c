// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: baseline exact
//: why  the provider is from clang, the types are the same
struct text { const char *begin; unsigned long size; };
enum level { DEBUG = -1, INFO, ERROR = 0x40 };
union value { long number; double real; struct text text; };
struct request {
    enum level level;
    unsigned kind : 3, : 2, mode : 7;
    union value values[2];
    struct request *next;
    int (*done)(struct request *self, const void *data, ...);
    const char name[12];
    _Bool urgent;
    long double weight;
};
int host_send(struct request *r, const struct text *t, float scale, signed char tag);
#ifdef PROVIDER
int host_send(struct request *r, const struct text *t, float scale, signed char tag) {
    return r->mode + t->begin[0] + (scale > 1) + tag;
}
#endif
#ifdef CONSUMER
int plugin_run(struct request *r) { return host_send(r, &r->values[0].text, 2, 3); }
#endif
