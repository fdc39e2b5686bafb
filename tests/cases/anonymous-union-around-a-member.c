// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: why  a member became one of two views of its own bytes
struct token {
    int kind;
#ifdef OLD
    long number;
#else
    union { long number; const char *text; };
#endif
};
long host_token(const struct token *t);
#ifdef PROVIDER
long host_token(const struct token *t) { return t->number; }
#endif
#ifdef CONSUMER
long plugin_run(const struct token *t) { return host_token(t); }
#endif
