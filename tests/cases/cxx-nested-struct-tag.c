// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: why  in C++ a struct within another is window::size, in C it is size: the header is the same
struct window { struct size { int width, height; } size; struct size *least; };
#ifdef __cplusplus
extern "C" {
typedef struct window::size window_size;
#else
typedef struct size window_size;
#endif
int host_show(const struct window *w, const window_size *s);
#ifdef PROVIDER
int host_show(const struct window *w, const window_size *s) { return w->size.width + s->width; }
#endif
#ifdef __cplusplus
}
#endif
#ifdef CONSUMER
int plugin_run(const struct window *w) { return host_show(w, &w->size); }
#endif
