// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  a packed member that is aligned to 2 bytes moves from 4 to 2
struct config {
    char level;
#ifdef NEW
    int limit __attribute__((packed, aligned(2)));
#else
    int limit __attribute__((aligned(2)));
#endif
};
int host_log(const struct config *c);
#ifdef PROVIDER
int host_log(const struct config *c) { return c->limit; }
#endif
#ifdef CONSUMER
int plugin_run(const struct config *c) { return host_log(c); }
#endif
