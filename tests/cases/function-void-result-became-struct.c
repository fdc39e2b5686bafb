// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule return-type
//: why  the provider expects a hidden pointer to the result in the first argument register
struct report { long a, b, c, d; };
#ifdef OLD
void host_check(int what);
#else
struct report host_check(int what);
#endif
#ifdef PROVIDER
#ifdef OLD
void host_check(int what) { (void)what; }
#else
struct report host_check(int what) { return (struct report){ what }; }
#endif
#endif
#ifdef CONSUMER
void plugin_run(void) { host_check(3); }
#endif
