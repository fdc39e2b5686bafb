// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule size
//: why  sizeof counted one element before: allocation sizes differ
struct blob {
    int size;
#ifdef OLD
    int data[1];
#else
    int data[];
#endif
};
int host_blob(const struct blob *b);
#ifdef PROVIDER
int host_blob(const struct blob *b) { return b->data[b->size]; }
#endif
#ifdef CONSUMER
int plugin_run(const struct blob *b) { return host_blob(b); }
#endif
