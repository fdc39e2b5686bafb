// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enumerator-value
//: why  HIGH was 1 and is 2
enum level { LOW,
#ifdef NEW
    MID,
#endif
    HIGH };
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(HIGH); }
#endif
