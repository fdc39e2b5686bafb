// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  an empty struct has no bytes, and nothing moves
struct trace {};
struct lock { int taken; struct trace trace; int owner; };
#define PARAMETER struct lock *lock
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
