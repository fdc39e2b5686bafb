// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule member-added
//: why  refs lives in the tail padding: the size stays 16, the consumer leaves it unset
struct handle {
    void *data;
    int fd;
#ifdef NEW
    int refs;
#endif
};
_Static_assert(sizeof(struct handle) == 2 * sizeof(void *), "same size on both sides");
int host_adopt(struct handle *h);
#ifdef PROVIDER
int host_adopt(struct handle *h) { return h->fd; }
#endif
#ifdef CONSUMER
int plugin_run(int fd) { struct handle h; h.data = 0; h.fd = fd; return host_adopt(&h); }
#endif
