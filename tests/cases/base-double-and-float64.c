// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  _Float64 is double under another name: same size, same format
#include <stdlib.h>
#ifdef OLD
typedef double real;
#else
typedef _Float64 real;
#endif
real host_half(real r);
#ifdef PROVIDER
real host_half(real r) { return r / 2; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_half(5) > 2; }
#endif
