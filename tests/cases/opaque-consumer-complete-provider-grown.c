// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: baseline compatible
//: rule opaque
//: why  the consumer has only struct editor *; what is inside may change freely
struct editor;
#ifdef PROVIDER
struct editor {
    int lines;
#ifdef NEW
    int cursor;
#endif
    int dirty;
};
#endif
int host_dirty(struct editor *e);
#ifdef PROVIDER
int host_dirty(struct editor *e) { return e->dirty; }
#endif
#ifdef CONSUMER
int plugin_run(struct editor *e) { return host_dirty(e); }
#endif
