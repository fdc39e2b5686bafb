// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enumerator-renamed
//: why  value 1 has another name
enum level { LOW,
#ifdef OLD
    MEDIUM,
#else
    NORMAL,
#endif
    HIGH };
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(LOW); }
#endif
