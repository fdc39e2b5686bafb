// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  without packed an attribute can only raise; Clang records what has no effect
struct pair { long first, second; };
struct config {
    char level;
    int limit __attribute__((aligned(2)));
    struct pair range __attribute__((aligned(4)));
    char names[3] __attribute__((aligned(1)));
};
int host_log(const struct config *c);
#ifdef PROVIDER
int host_log(const struct config *c) { return c->limit; }
#endif
#ifdef CONSUMER
int plugin_run(const struct config *c) { return host_log(c); }
#endif
