// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  a value above 32 bits makes the enum 8 bytes
enum mask { NONE = 0, FIRST = 1
#ifdef NEW
    , HUGE_BIT = 0x100000000
#endif
};
int host_mask(const enum mask *m);
#ifdef PROVIDER
int host_mask(const enum mask *m) { return *m == FIRST; }
#endif
#ifdef CONSUMER
int plugin_run(void) { enum mask m = FIRST; return host_mask(&m); }
#endif
