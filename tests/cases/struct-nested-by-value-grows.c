// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: rule member-added
//: why  the inner struct grew, so the outer member behind it moved
struct point {
    int x, y;
#ifdef NEW
    int z;
#endif
};
struct shape {
    struct point origin;
    int colour;
};
int host_draw(const struct shape *s);
#ifdef PROVIDER
int host_draw(const struct shape *s) { return s->colour + s->origin.x; }
#endif
#ifdef CONSUMER
int plugin_run(const struct shape *s) { return host_draw(s); }
#endif
