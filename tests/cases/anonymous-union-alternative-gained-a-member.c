// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  an alternative that was there means more bytes now, which the consumer never sets
struct token {
    int kind;
    union {
        long number;
        struct {
            int low;
#ifdef NEW
            int high;
#endif
        };
    };
};
long host_token(const struct token *t);
#ifdef PROVIDER
long host_token(const struct token *t) { return t->low; }
#endif
#ifdef CONSUMER
long plugin_run(const struct token *t) { return host_token(t); }
#endif
