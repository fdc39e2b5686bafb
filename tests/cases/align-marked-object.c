// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule alignment
//: rule array-bound
//: baseline exact
//: consumer-cc gcc
//: why  the mark of HM_INTERFACE does not say how the object is aligned; its declaration does
#ifdef OLD
extern _Alignas(64) float host_lanes[16];
#else
extern _Alignas(32) float host_lanes[8];
#endif
__extension__ static __typeof__(&host_lanes) hm_interface_host_lanes[0] __attribute__((used));
#ifdef PROVIDER
#ifdef OLD
_Alignas(64) float host_lanes[16];
#else
_Alignas(32) float host_lanes[8];
#endif
#endif
#ifdef CONSUMER
float plugin_run(int i) { return host_lanes[i]; }
#endif
