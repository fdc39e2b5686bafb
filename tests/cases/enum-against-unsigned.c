// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enum-integer
//: baseline exact
//: why  an enum without negative values is an unsigned int here
enum level { LOW, HIGH };
#ifdef OLD
int host_level(unsigned int l);
#else
int host_level(enum level l);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_level(unsigned int l) { return (int)l; }
#else
int host_level(enum level l) { return l == HIGH; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(LOW); }
#endif
