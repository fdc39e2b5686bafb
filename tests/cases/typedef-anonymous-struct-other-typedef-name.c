// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  a tagless struct under another typedef name: typedef names are not identity
#ifdef OLD
#define NAME extent
#else
#define NAME dimensions
#endif
typedef struct { int w, h; } NAME;
int host_fit(const NAME *n);
#ifdef PROVIDER
int host_fit(const NAME *n) { return n->w < n->h; }
#endif
#ifdef CONSUMER
int plugin_run(const NAME *n) { return host_fit(n); }
#endif
