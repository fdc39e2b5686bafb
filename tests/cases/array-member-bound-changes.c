// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule array-bound
//: rule member-moved
//: why  name got eight bytes more and pushed age away
struct person {
#ifdef OLD
    char name[16];
#else
    char name[24];
#endif
    int age;
};
int host_person(const struct person *p);
#ifdef PROVIDER
int host_person(const struct person *p) { return p->age; }
#endif
#ifdef CONSUMER
int plugin_run(const struct person *p) { return host_person(p); }
#endif
