// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule toolchain-exact
//: policy exact
//: consumer-cc gcc
//: old-provider-cc gcc
//: provider-cc clang
//: why  the types are the same, but the host wants plugins from its own toolchain
int host_beep(int n);
#ifdef PROVIDER
int host_beep(int n) { return n; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
