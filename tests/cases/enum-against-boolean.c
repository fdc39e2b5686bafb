// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  any value but 0 becomes 1
enum level { LOW, MEDIUM, HIGH } __attribute__((packed));
#ifdef NEW
typedef _Bool what;
#else
typedef enum level what;
#endif
int host_call(what w);
#ifdef PROVIDER
int host_call(what w) { return w; }
#endif
#ifdef CONSUMER
int plugin_run(int n) { return host_call((what)n); }
#endif
