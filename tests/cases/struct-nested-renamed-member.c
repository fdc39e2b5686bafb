// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule member-renamed
//: why  only the name of an inner member changed, place and type did not
struct point {
    int x;
#ifdef OLD
    int y;
#else
    int row;
#endif
};
struct shape {
    struct point corner[4];
    int colour;
};
int host_draw(const struct shape *s);
#ifdef PROVIDER
int host_draw(const struct shape *s) { return s->colour; }
#endif
#ifdef CONSUMER
int plugin_run(const struct shape *s) { return host_draw(s); }
#endif
