// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: consumer-cc gcc
//: provider-cc clang
//: why  thread-local on both sides with one type
struct state { int depth; char *name; };
extern __thread struct state host_state;
#ifdef PROVIDER
__thread struct state host_state;
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_state.depth; }
#endif
