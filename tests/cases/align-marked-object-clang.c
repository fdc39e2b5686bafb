// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule alignment
//: baseline compatible
//: consumer-cc clang
//: why  Clang leaves out the declaration, and the mark does not say how the object is aligned: a warning
#ifdef OLD
extern _Alignas(64) float host_lanes[16];
#else
extern _Alignas(32) float host_lanes[16];
#endif
__extension__ static __typeof__(&host_lanes) hm_interface_host_lanes[0] __attribute__((used));
#ifdef PROVIDER
#ifdef OLD
_Alignas(64) float host_lanes[16];
#else
_Alignas(32) float host_lanes[16];
#endif
#endif
#ifdef CONSUMER
float plugin_run(int i) { return host_lanes[i]; }
#endif
