// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  packed and aligned to 2 bytes, by two compilers
struct config {
    char level;
    int limit __attribute__((packed, aligned(2)));
    long total __attribute__((packed));
};
int host_log(const struct config *c);
#ifdef PROVIDER
int host_log(const struct config *c) { return c->limit; }
#endif
#ifdef CONSUMER
int plugin_run(const struct config *c) { return host_log(c); }
#endif
