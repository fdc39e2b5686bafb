// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  names and values are the same, only the lines moved
#ifdef OLD
enum level { LOW = 1, MID = 2, HIGH = 4 };
#else
enum level { HIGH = 4, LOW = 1, MID = 2 };
#endif
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(MID); }
#endif
