// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  a struct that has only a typedef name is compared like any other
typedef struct {
    int rows;
    int columns;
#ifdef NEW
    int stride;
#endif
} matrix;
int host_area(const matrix *m);
#ifdef PROVIDER
int host_area(const matrix *m) { return m->rows * m->columns; }
#endif
#ifdef CONSUMER
int plugin_run(const matrix *m) { return host_area(m); }
#endif
