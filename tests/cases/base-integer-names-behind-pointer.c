// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: machine x86_64
//: why  uintptr_t, size_t and the like are names of integers, on 64-bit machines of one
#ifdef NEW
#include <stdint.h>
#define PARAMETER unsigned long *size, uintptr_t *address
#else
#include <stddef.h>
#define PARAMETER size_t *size, unsigned long long *address
#endif
int host_use(PARAMETER);
#ifdef PROVIDER
int host_use(PARAMETER) { return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(0, 0); }
#endif
