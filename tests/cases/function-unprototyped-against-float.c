// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule unprototyped
//: consumer-cc gcc
//: why  without a prototype a float travels as a double
#ifdef OLD
int host_step();
#else
int host_step(float n);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_step() { return 1; }
#else
int host_step(float n) { return n > 0; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_step(1.0); }
#endif
