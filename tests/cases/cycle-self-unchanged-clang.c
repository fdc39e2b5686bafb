// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc clang
//: why  a struct that points to itself twice, from two compilers
struct tree { struct tree *left, *right; int key; };
int host_insert(struct tree **root, int key);
#ifdef PROVIDER
int host_insert(struct tree **root, int key) { return *root && (*root)->key == key; }
#endif
#ifdef CONSUMER
int plugin_run(struct tree *t) { return host_insert(&t, 3); }
#endif
