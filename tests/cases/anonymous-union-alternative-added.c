// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: if defined __LP64__
//: rule union-member-added
//: why  another view of bytes that were there, in an anonymous union
struct token {
    int kind;
    union {
        long number;
        const char *text;
#ifdef NEW
        double real;
#endif
    };
};
long host_token(const struct token *t);
#ifdef PROVIDER
long host_token(const struct token *t) { return t->number; }
#endif
#ifdef CONSUMER
long plugin_run(const struct token *t) { return host_token(t); }
#endif
