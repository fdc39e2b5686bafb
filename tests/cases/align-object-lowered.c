// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule alignment
//: consumer-cc gcc
//: why  the consumer was promised 64-byte alignment and may use aligned moves; the provider no longer gives it
#ifdef OLD
#define ALIGN _Alignas(64)
#else
#define ALIGN
#endif
extern ALIGN float host_lanes[16];
#ifdef PROVIDER
ALIGN float host_lanes[16] = { 1 };
#endif
#ifdef CONSUMER
float plugin_run(int i) { return host_lanes[i]; }
#endif
