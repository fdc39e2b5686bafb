// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule signedness
//: why  lengths above 2 GiB turn negative
#ifdef OLD
int host_skip(unsigned int n);
#else
int host_skip(int n);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_skip(unsigned int n) { return n != 0; }
#else
int host_skip(int n) { return n != 0; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_skip(3000000000u); }
#endif
