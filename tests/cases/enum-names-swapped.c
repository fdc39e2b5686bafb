// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enumerator-value
//: why  the set of values is the same, ON and OFF changed meaning
#ifdef OLD
enum power { OFF, ON };
#else
enum power { ON, OFF };
#endif
int host_power(enum power p);
#ifdef PROVIDER
int host_power(enum power p) { return p == ON; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_power(ON); }
#endif
