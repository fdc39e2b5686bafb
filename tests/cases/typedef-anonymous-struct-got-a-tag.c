// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule tag-renamed
//: why  no tag on one side, a tag on the other, members and size the same
#ifdef OLD
typedef struct { int w, h; } extent;
#else
typedef struct extent { int w, h; } extent;
#endif
int host_fit(const extent *e);
#ifdef PROVIDER
int host_fit(const extent *e) { return e->w < e->h; }
#endif
#ifdef CONSUMER
int plugin_run(const extent *e) { return host_fit(e); }
#endif
