// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: why  owner was a number of 8 bytes and is now a pointer
struct lock {
    int held;
#ifdef OLD
    unsigned long owner;
#else
    struct lock *owner;
#endif
};
int host_try(struct lock *l);
#ifdef PROVIDER
int host_try(struct lock *l) { return l->held; }
#endif
#ifdef CONSUMER
int plugin_run(struct lock *l) { return host_try(l); }
#endif
