// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enumerator-added
//: baseline exact
//: why  the provider knows one value more
enum level { LOW, MID, HIGH
#ifdef NEW
    , URGENT
#endif
};
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(MID); }
#endif
