// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  the provider sets one byte of a flag that is four bytes to it, or the other way round
#ifdef OLD
typedef _Bool flag;
#else
typedef int flag;
#endif
void host_poll(flag *ready);
#ifdef PROVIDER
void host_poll(flag *ready) { *ready = 1; }
#endif
#ifdef CONSUMER
int plugin_run(void) { flag f = 0; host_poll(&f); return f; }
#endif
