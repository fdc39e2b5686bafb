// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: consumer-cc gcc
//: why  the consumer reads an exported struct directly
struct globals {
    int version;
#ifdef NEW
    int features;
#endif
    int threads;
};
extern struct globals host_globals;
#ifdef PROVIDER
struct globals host_globals = { .threads = 4 };
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_globals.threads; }
#endif
