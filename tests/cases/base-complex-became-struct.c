// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  a complex number and a struct of two long doubles are different types with different calling rules
#ifdef OLD
typedef long double _Complex sample;
#else
struct sample { long double re, im; };
typedef struct sample sample;
#endif
int host_fold(sample s);
#ifdef PROVIDER
int host_fold(sample s) { return sizeof s > 3; }
#endif
#ifdef CONSUMER
int plugin_run(sample *s) { return host_fold(*s); }
#endif
