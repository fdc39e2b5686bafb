// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  const on the element, on an array typedef, on both: one type, and the compilers write it differently
typedef int quad[4];
#ifdef OLD
struct frame { const int weights[4]; const quad rows[2]; };
#else
struct frame { const quad weights; const int rows[2][4]; };
#endif
int host_frame(const struct frame *f);
#ifdef PROVIDER
int host_frame(const struct frame *f) { return f->weights[0] + f->rows[1][1]; }
#endif
#ifdef CONSUMER
int plugin_run(const struct frame *f) { return host_frame(f); }
#endif
