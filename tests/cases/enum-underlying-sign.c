// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enum-integer
//: rule enumerator-added
//: rule signedness
//: why  a negative value made the underlying type signed, and the other side cannot hold it
enum level { LOW, HIGH
#ifdef NEW
    , NONE = -1
#endif
};
int host_level(enum level l);
#ifdef PROVIDER
int host_level(enum level l) { return l == HIGH; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_level(LOW); }
#endif
