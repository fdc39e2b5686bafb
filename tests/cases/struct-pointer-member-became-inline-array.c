// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: why  char *name and char name[8] take the same 8 bytes and mean different things
struct user {
    long id;
#ifdef OLD
    char *name;
#else
    char name[8];
#endif
};
int host_greet(const struct user *u);
#ifdef PROVIDER
int host_greet(const struct user *u) { return u->name[0]; }
#endif
#ifdef CONSUMER
int plugin_run(const struct user *u) { return host_greet(u); }
#endif
