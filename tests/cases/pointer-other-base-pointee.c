// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: why  the provider stores 8 bytes into the consumer's 4
#ifdef OLD
void host_get(int *out);
#else
void host_get(double *out);
#endif
#ifdef PROVIDER
#ifdef OLD
void host_get(int *out) { *out = 1; }
#else
void host_get(double *out) { *out = 1; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { int v; host_get(&v); return v; }
#endif
