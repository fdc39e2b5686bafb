// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-type
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc gcc
//: why  the same 32 bits, read as an integer by one side and as a float by the other
#ifdef NEW
struct slot { float bits; };
#else
struct slot { unsigned bits : 32; };
#endif
#define PARAMETER struct slot *slot
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0); }
#endif
