// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: units 2
//: baseline exact
//: why  unit 1 passes the pointer on, unit 2 looks inside by the shared header: the object as a whole knows the body
struct editor;
int plugin_look(struct editor *e);
#if UNIT == 2
#line 1 "editor-private.h"
struct editor {
#ifdef NEW
    long serial;
#endif
    int lines;
};
#line 17 "opaque-in-one-unit-complete-in-another.c"
#endif
struct editor *host_current(void);
#ifdef PROVIDER
#if UNIT == 2
static struct editor only;
struct editor *host_current(void) { only.lines = 1; return &only; }
#else
int filler(struct editor *e) { return !e; }
#endif
#endif
#ifdef CONSUMER
#if UNIT == 1
int plugin_run(void) { return plugin_look(host_current()); }
#else
int plugin_look(struct editor *e) { return e->lines; }
#endif
#endif
