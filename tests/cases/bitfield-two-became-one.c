// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-removed
//: why  two halves of a byte became one number under a new name
#ifdef NEW
struct flags { unsigned both : 8; };
#else
struct flags { unsigned low : 4, high : 4; };
#endif
#define PARAMETER struct flags *flags
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
