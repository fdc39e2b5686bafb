// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: why  three typedefs in a row, one, or none: unsigned int underneath
#ifdef OLD
typedef unsigned int u32;
typedef u32 ident;
typedef ident user_ident;
struct user { user_ident id; const user_ident *groups; };
#else
typedef unsigned int uid_number;
struct user { uid_number id; const unsigned int *groups; };
#endif
int host_login(const struct user *u);
#ifdef PROVIDER
int host_login(const struct user *u) { return u->id == u->groups[0]; }
#endif
#ifdef CONSUMER
int plugin_run(const struct user *u) { return host_login(u); }
#endif
