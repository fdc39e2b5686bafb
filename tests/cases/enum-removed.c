// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enumerator-removed
//: why  the consumer can still pass URGENT, and the provider has no such value
enum level { LOW, MID, HIGH
#ifdef OLD
    , URGENT
#endif
};
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(URGENT); }
#endif
