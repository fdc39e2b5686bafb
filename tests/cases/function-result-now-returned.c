// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule return-ignored
//: baseline exact
//: why  the provider leaves a status in a register that the consumer never looks at
#ifdef OLD
void host_notify(int what);
#else
int host_notify(int what);
#endif
#ifdef PROVIDER
#ifdef OLD
void host_notify(int what) { (void)what; }
#else
int host_notify(int what) { return what; }
#endif
#endif
#ifdef CONSUMER
void plugin_run(void) { host_notify(3); }
#endif
