// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule opaque
//: consumer-cc clang++
//: provider-cc g++
//: old-provider-cc g++
//: why  Clang leaves out the body of a class that another file instantiates, and so the alignment of who holds it
template <class T> struct box { box(); T *items; long count; };
extern template struct box<char>;
struct config { box<char> name; int level; };
extern "C" int host_log(const config *c);
#ifdef PROVIDER
template <class T> box<T>::box() : items(0), count(0) {}
template struct box<char>;
int host_log(const config *c) { return c->level + (int)c->name.count; }
#endif
#ifdef CONSUMER
extern "C" int plugin_run(const config *c) { return host_log(c) + c->level; }
#endif
