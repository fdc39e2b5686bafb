// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: consumer-cc clang
//: consumer-flags -O1
//: old-provider-cc gcc
//: provider-cc gcc
//: why  32 is declared, and a member asks for 64: Clang records the one, GCC the other
struct line { _Alignas(64) long value; };
struct __attribute__((aligned(32))) table { struct line lines[2]; int count; };
int host_count(struct table *t);
#ifdef PROVIDER
int host_count(struct table *t) { return t->count; }
#endif
#ifdef CONSUMER
int plugin_run(struct table *t) { return host_count(t); }
#endif
