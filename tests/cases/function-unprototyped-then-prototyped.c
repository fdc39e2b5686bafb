// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule unprototyped
//: consumer-cc gcc
//: why  the old header said nothing of the parameters, so the call cannot be checked
#ifdef OLD
int host_step();
#else
int host_step(int n);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_step() { return 1; }
#else
int host_step(int n) { return n; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_step(1); }
#endif
