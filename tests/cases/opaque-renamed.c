// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule tag-renamed
//: why  a handle under another tag, unknown to both sides
#ifdef OLD
#define TAG handle
#else
#define TAG session
#endif
struct TAG;
int host_close(struct TAG *h);
#ifdef PROVIDER
int host_close(struct TAG *h) { return !h; }
#endif
#ifdef CONSUMER
int plugin_run(struct TAG *h) { return host_close(h); }
#endif
