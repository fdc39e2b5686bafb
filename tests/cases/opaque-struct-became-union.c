// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  a struct and a union of one tag are two types, even if nobody knows their bodies
#ifdef NEW
union value;
#define PARAMETER union value *value
#else
struct value;
#define PARAMETER struct value *value
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
