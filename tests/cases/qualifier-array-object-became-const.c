// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule object-became-const
//: consumer-cc gcc
//: why  const on the elements is const on the array, so the whole table is read-only now
#ifdef OLD
#define RO
#else
#define RO const
#endif
extern RO short host_table[6];
#ifdef PROVIDER
RO short host_table[6] = { 1, 2, 3 };
#endif
#ifdef CONSUMER
int plugin_run(int i) { host_table[i] = 9; return host_table[0]; }
#endif
