// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: baseline exact
//: why  the changed struct is reached only through two others, each by pointer
struct font {
#ifdef NEW
    int hinting;
#endif
    int points;
};
struct style { int bold; struct font *font; };
struct line { struct style *style; int number; };
struct page { struct line *first; };
int host_render(struct page *p);
#ifdef PROVIDER
int host_render(struct page *p) { return p->first->style->font->points; }
#endif
#ifdef CONSUMER
int plugin_run(struct page *p) { return host_render(p); }
#endif
