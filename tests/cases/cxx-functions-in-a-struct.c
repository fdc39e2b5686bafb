// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: why  member functions, static members and types within take no place
struct item {
	int value;
#ifdef __cplusplus
	int twice() const { return 2 * value; }
	static int count;
	enum { LIMIT = 4 };
#endif
	int weight;
};
#ifdef __cplusplus
extern "C"
#endif
int host_call(const struct item *i);
#ifdef PROVIDER
int host_call(const struct item *i) { return i->weight; }
#endif
#ifdef CONSUMER
int plugin_run(const struct item *i) { return host_call(i); }
#endif
