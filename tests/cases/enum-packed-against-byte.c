// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule enum-integer
//: why  a packed enum is a byte, and every value fits
enum level { LOW, MEDIUM, HIGH } __attribute__((packed));
#ifdef NEW
typedef unsigned char what;
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
