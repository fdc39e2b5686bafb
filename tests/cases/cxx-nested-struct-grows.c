// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: provider-cc g++
//: why  the scope of its tag does not excuse what is in it
struct window {
	struct size { int width, height;
#ifdef NEW
	int depth;
#endif
	} size;
	struct size *least;
};
#ifdef __cplusplus
extern "C"
#endif
int host_show(const struct window *w);
#ifdef PROVIDER
int host_show(const struct window *w) { return w->least->width; }
#endif
#ifdef CONSUMER
int plugin_run(const struct window *w) { return host_show(w) + w->least->height; }
#endif
