// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule noreturn
//: why  the consumer has no code behind the call, and the provider now comes back
#ifdef OLD
_Noreturn void host_die(int code);
#else
void host_die(int code);
#endif
#ifdef PROVIDER
#ifdef OLD
_Noreturn void host_die(int code) { for (;;) (void)code; }
#else
void host_die(int code) { (void)code; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(int n) { if (n) host_die(n); return 1; }
#endif
