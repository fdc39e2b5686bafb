// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule atomic
//: both-flags -gdwarf-5
//: why  one side uses plain accesses where the other relies on atomic ones
#ifdef OLD
struct counter { int hits; };
#else
struct counter { _Atomic int hits; };
#endif
int host_hit(struct counter *c);
#ifdef PROVIDER
int host_hit(struct counter *c) { return ++c->hits; }
#endif
#ifdef CONSUMER
int plugin_run(struct counter *c) { return host_hit(c); }
#endif
