// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  an empty struct of a build without debugging has members in one with it
#ifdef NEW
struct trace { long where; };
struct lock { int taken; struct trace trace; int owner; };
#define PARAMETER struct lock *lock
#else
struct trace {};
struct lock { int taken; struct trace trace; int owner; };
#define PARAMETER struct lock *lock
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
