// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule atomic
//: consumer-cc gcc
//: consumer-flags -gdwarf-4 -gstrict-dwarf
//: provider-flags -gdwarf-5
//: why  DWARF 4 has no way to say _Atomic, so its absence proves nothing
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
