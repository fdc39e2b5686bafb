// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: old-provider-cc g++
//: provider-cc clang++
//: why  a null pointer put before a member takes a pointer's place, though debug information gives it no size
#ifdef __cplusplus
extern "C" {
typedef decltype(nullptr) none;
#else
typedef void *none;
#endif
struct slot {
#ifdef NEW
    none first;
#endif
    none next;
    int value;
    none last;
};
int host_slot(const struct slot *s);
#ifdef PROVIDER
int host_slot(const struct slot *s) { return s->value; }
#endif
#ifdef __cplusplus
}
#endif
#ifdef CONSUMER
int plugin_run(const struct slot *s) { return host_slot(s); }
#endif
