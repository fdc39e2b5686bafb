// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: provider-flags -mlong-double-64
//: machine x86_64
//: why  same source, long double is 8 bytes in the provider
struct measure { long double value; int unit; };
int host_measure(const struct measure *m);
#ifdef PROVIDER
int host_measure(const struct measure *m) { return m->unit; }
#endif
#ifdef CONSUMER
int plugin_run(const struct measure *m) { return host_measure(m); }
#endif
