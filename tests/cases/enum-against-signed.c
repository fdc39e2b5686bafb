// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enum-integer
//: why  the enum is unsigned, the integer signed, and each value fits both
enum level { LOW, HIGH };
#ifdef OLD
int host_level(int l);
#else
int host_level(enum level l);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_level(int l) { return l; }
#else
int host_level(enum level l) { return l == HIGH; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(LOW); }
#endif
