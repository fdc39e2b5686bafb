// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: why  the argument of the callback went from 4 to 8 bytes
#ifdef OLD
typedef int progress;
#else
typedef long progress;
#endif
int host_copy(void (*report)(progress done));
#ifdef PROVIDER
int host_copy(void (*report)(progress done)) { report(1); return 0; }
#endif
#ifdef CONSUMER
static int last;
static void report(progress done) { last = (int)done; }
int plugin_run(void) { return host_copy(report) + last; }
#endif
