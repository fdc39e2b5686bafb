// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule signedness
//: why  the exception for byte buffers does not reach four-byte pointees
#ifdef OLD
typedef unsigned int sample;
#else
typedef int sample;
#endif
long host_mix(const sample *s, int n);
#ifdef PROVIDER
long host_mix(const sample *s, int n) { long sum = 0; while (n--) sum += *s++; return sum; }
#endif
#ifdef CONSUMER
long plugin_run(const sample *s) { return host_mix(s, 4); }
#endif
