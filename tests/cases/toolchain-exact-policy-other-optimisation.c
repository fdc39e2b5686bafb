// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: policy exact
//: provider-flags -O3 -gdwarf-4
//: why  the same compiler; neither optimisation nor the form of debug information is part of the ABI
int host_beep(int n);
#ifdef PROVIDER
int host_beep(int n) { return n; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_beep(1); }
#endif
