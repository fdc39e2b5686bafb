// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  the text itself against the address of a text
#ifdef NEW
struct entry { int length, flags; char *name; };
#define PARAMETER struct entry *e
#else
struct entry { int length, flags; char name[]; };
#define PARAMETER struct entry *e
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
