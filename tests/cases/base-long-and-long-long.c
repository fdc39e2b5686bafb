// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: if defined __LP64__
//: why  both are 8-byte signed integers here; the spelling is not identity
#ifdef OLD
typedef long wide;
#else
typedef long long wide;
#endif
struct clock { wide seconds; wide *marks; };
wide host_now(struct clock *c, wide at);
#ifdef PROVIDER
wide host_now(struct clock *c, wide at) { return c->seconds + at; }
#endif
#ifdef CONSUMER
int plugin_run(struct clock *c) { return host_now(c, 3) > 0; }
#endif
