// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  the integer and the pointer come back in each other's register
struct answer {
#ifdef OLD
    long code;
    const char *text;
#else
    const char *text;
    long code;
#endif
};
struct answer host_ask(int q);
#ifdef PROVIDER
struct answer host_ask(int q) { return (struct answer){ .code = q, .text = "yes" }; }
#endif
#ifdef CONSUMER
long plugin_run(int q) { return host_ask(q).code; }
#endif
