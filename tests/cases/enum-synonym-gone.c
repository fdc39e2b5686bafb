// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enumerator-renamed
//: why  one of two names of a value is gone, the value is still there
enum level { LOW, HIGH
#ifdef OLD
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
