// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: baseline exact
//: why  colour became color: same place, same type, source has to change but no byte moves
struct pen {
    int width;
#ifdef OLD
    int colour;
#else
    int color;
#endif
};
int host_stroke(const struct pen *p);
#ifdef PROVIDER
int host_stroke(const struct pen *p) { return p->width; }
#endif
#ifdef CONSUMER
int plugin_run(const struct pen *p) { return host_stroke(p); }
#endif
