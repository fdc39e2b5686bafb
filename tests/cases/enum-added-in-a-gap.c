// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enumerator-added
//: why  explicit values left room for the new one
enum level { LOW = 10,
#ifdef NEW
    MID = 20,
#endif
    HIGH = 30 };
int host_level(const enum level *l);
#ifdef PROVIDER
int host_level(const enum level *l) { return *l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { enum level l = LOW; return host_level(&l); }
#endif
