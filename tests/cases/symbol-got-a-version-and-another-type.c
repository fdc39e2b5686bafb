// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: new-ld-flags -Wl,--version-script=symbol-one-version.map
//: why  the only version there is has another type
#ifdef OLD
typedef int count;
#else
typedef long count;
#endif
int host_beep(count n);
#ifdef PROVIDER
int host_beep(count n) { return n > 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
