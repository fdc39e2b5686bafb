// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule symbol-kind
//: consumer-cc gcc
//: why  a thread-local object cannot be reached by an ordinary access
#ifdef OLD
#define TLS
#else
#define TLS __thread
#endif
extern TLS int host_error;
#ifdef PROVIDER
TLS int host_error;
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_error; }
#endif
