// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule signedness
//: why  16-byte integers have a sign too
#ifdef OLD
typedef __int128 huge;
#else
typedef unsigned __int128 huge;
#endif
int host_huge(huge h);
#ifdef PROVIDER
int host_huge(huge h) { return h > 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_huge(-1); }
#endif
