// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: why  a base class is what it contains
#ifdef __cplusplus
struct point { int x; };
struct pixel : point { int y; };
#else
struct pixel { int x, y; };
#endif
#ifdef __cplusplus
extern "C"
#endif
int host_call(const struct pixel *p);
#ifdef PROVIDER
int host_call(const struct pixel *p) { return p->y; }
#endif
#ifdef CONSUMER
int plugin_run(const struct pixel *p) { return p->y + host_call(p); }
#endif
