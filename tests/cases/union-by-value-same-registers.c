// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: why a pointer beside a long goes in the same register
union v { long l;
#ifdef NEW
 void *p;
#endif
};
int host_log(union v v);
#ifdef PROVIDER
int host_log(union v v) { return v.l; }
#endif
#ifdef CONSUMER
int plugin_run(void) { union v v = {1}; return host_log(v); }
#endif
