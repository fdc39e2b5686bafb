// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __SIZEOF_INT128__
//: rule signedness
//: why  the 16 bytes behind the pointer mean another number
#ifdef OLD
typedef __int128 huge;
#else
typedef unsigned __int128 huge;
#endif
int host_huge(const huge *h);
#ifdef PROVIDER
int host_huge(const huge *h) { return *h > 0; }
#endif
#ifdef CONSUMER
int plugin_run(const huge *h) { return host_huge(h); }
#endif
