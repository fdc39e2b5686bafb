// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule pointee
//: why  a context pointer was made generic, inside a callback table
struct session { int id; };
struct hooks {
#ifdef OLD
    int (*done)(struct session *s);
#else
    int (*done)(void *s);
#endif
    int order;
};
int host_hook(const struct hooks *h);
#ifdef PROVIDER
int host_hook(const struct hooks *h) { return h->done(0); }
#endif
#ifdef CONSUMER
int plugin_run(const struct hooks *h) { return host_hook(h); }
#endif
