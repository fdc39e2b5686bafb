// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: machine x86_64
//: why  both sides say ms_abi
int __attribute__((ms_abi)) host_use(int a, int b);
#ifdef PROVIDER
int __attribute__((ms_abi)) host_use(int a, int b) { return a - b; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_use(2, 1); }
#endif
