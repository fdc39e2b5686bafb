// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  char data[] and char data[0] are one type
struct blob {
    int size;
#ifdef OLD
    char data[];
#else
    char data[0];
#endif
};
int host_blob(const struct blob *b);
#ifdef PROVIDER
int host_blob(const struct blob *b) { return b->size; }
#endif
#ifdef CONSUMER
int plugin_run(const struct blob *b) { return host_blob(b); }
#endif
