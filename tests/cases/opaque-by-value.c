// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule opaque
//: consumer-cc gcc
//: why  a function may be declared with an unknown struct by value, but not called: unknown, hence a warning
struct pair;
int host_use(struct pair pair);
#ifdef PROVIDER
struct pair { int low, high; };
int host_use(struct pair pair) { return pair.low; }
#endif
#ifdef CONSUMER
void *const plugin_table[] = { (void *)host_use };
#endif
