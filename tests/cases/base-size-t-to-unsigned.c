// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: why  the provider truncates or reads half of the count
#include <stddef.h>
#ifdef OLD
typedef size_t count_t;
#else
typedef unsigned int count_t;
#endif
void host_count(count_t *n);
#ifdef PROVIDER
void host_count(count_t *n) { *n = 4; }
#endif
#ifdef CONSUMER
int plugin_run(void) { count_t n; host_count(&n); return n == 4; }
#endif
