// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  layout and types are the same, but both names now mean the other bytes
struct size {
#ifdef OLD
    int width, height;
#else
    int height, width;
#endif
};
int host_resize(const struct size *s);
#ifdef PROVIDER
int host_resize(const struct size *s) { return s->width * 3 + s->height; }
#endif
#ifdef CONSUMER
int plugin_run(const struct size *s) { return host_resize(s); }
#endif
