// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  the consumer was prepared for a return that no longer comes
#ifdef OLD
void host_die(int code);
#else
_Noreturn void host_die(int code);
#endif
#ifdef PROVIDER
#ifdef OLD
void host_die(int code) { (void)code; }
#else
_Noreturn void host_die(int code) { for (;;) (void)code; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(int n) { if (n) host_die(n); return 1; }
#endif
