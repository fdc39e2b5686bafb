// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: why  neither side has the body in its debug information
struct editor;
struct editor *host_current(void);
int host_show(struct editor *e);
#ifdef PROVIDER
struct editor *host_current(void) { return 0; }
int host_show(struct editor *e) { return !e; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_show(host_current()); }
#endif
