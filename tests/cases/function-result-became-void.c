// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule return-type
//: why  the consumer uses a result that the provider no longer gives
#ifdef OLD
int host_notify(int what);
#else
void host_notify(int what);
#endif
#ifdef PROVIDER
#ifdef OLD
int host_notify(int what) { return what; }
#else
void host_notify(int what) { (void)what; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_notify(3); }
#endif
