// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  two floats against two doubles
#ifdef OLD
typedef float _Complex sample;
#else
typedef double _Complex sample;
#endif
int host_fold(const sample *s);
#ifdef PROVIDER
int host_fold(const sample *s) { return __real__ *s > 0; }
#endif
#ifdef CONSUMER
int plugin_run(const sample *s) { return host_fold(s); }
#endif
