// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: machine x86_64
//: rule union-member-added
//: why what exceeds two registers goes in memory before and after
union v { double l[4];
#ifdef NEW
 void *p;
#endif
};
int host_log(union v v);
#ifdef PROVIDER
int host_log(union v v) { return v.l[0]; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union v v = {{1}}; return host_log(v); }
#endif
