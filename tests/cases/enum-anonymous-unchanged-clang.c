// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  two enums without tags, named by typedefs, must neither be merged nor differ by compiler
typedef enum { RED, GREEN, BLUE } colour;
typedef enum { SOLID = 5, DASHED = -3 } style;
int host_paint(colour c, style s);
#ifdef PROVIDER
int host_paint(colour c, style s) { return (int)c + (int)s; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_paint(GREEN, DASHED); }
#endif
