// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: baseline exact
//: why  only the second of two tagless structs changed; by their empty tag they would be one
typedef struct { int rows, columns; } matrix;
typedef struct {
#ifdef NEW
    long capacity;
#endif
    long length;
} vector;
int host_multiply(const matrix *m, const vector *v);
#ifdef PROVIDER
int host_multiply(const matrix *m, const vector *v) { return m->rows + (int)v->length; }
#endif
#ifdef CONSUMER
int plugin_run(const matrix *m, const vector *v) { return host_multiply(m, v); }
#endif
