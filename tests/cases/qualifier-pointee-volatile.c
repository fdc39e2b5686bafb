// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule qualifier
//: why  volatile below a pointer changes no layout and no call
#ifdef NEW
#define VOL volatile
#else
#define VOL
#endif
int host_wait(VOL int *flag);
#ifdef PROVIDER
int host_wait(VOL int *flag) { return *flag; }
#endif
#ifdef CONSUMER
int plugin_run(int *f) { return host_wait(f); }
#endif
