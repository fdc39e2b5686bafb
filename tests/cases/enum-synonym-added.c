// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enumerator-added
//: why  a second name for a value that was there
enum level { LOW, HIGH
#ifdef NEW
    , TOP = HIGH
#endif
};
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(LOW); }
#endif
