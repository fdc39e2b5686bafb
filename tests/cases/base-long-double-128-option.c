// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule float-format
//: provider-flags -mlong-double-128
//: provider-cc gcc
//: machine x86_64
//: why  same source and size, but the provider's long double is IEEE quad
struct measure { long double value; int unit; };
int host_measure(const struct measure *m);
#ifdef PROVIDER
int host_measure(const struct measure *m) { return m->unit; }
#endif
#ifdef CONSUMER
int plugin_run(const struct measure *m) { return host_measure(m); }
#endif
