// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __SIZEOF_INT128__
//: rule kind
//: why  an integer of 16 bytes has to stand at a multiple of 16 on the stack, two of 8 bytes have not
#ifdef OLD
typedef __int128 huge;
#else
typedef struct halves { long low, high; } huge;
#endif
int host_huge(huge h);
#ifdef PROVIDER
int host_huge(huge h) { (void)h; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(const huge *h) { return host_huge(*h); }
#endif
