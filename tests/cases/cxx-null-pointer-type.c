// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: provider-cc g++
//: why  std::nullptr_t has the size of void * and is passed and returned as one; in a struct as well
#ifdef __cplusplus
typedef decltype(nullptr) none;
#else
typedef void *none;
#endif
struct slot { none next; int value; };
struct box { none only; };
#ifdef __cplusplus
extern "C" {
#endif
none host_none(none n, int value);
int host_slot(const struct slot *s);
int host_box(struct box b);
#ifdef __cplusplus
}
#endif
#ifdef PROVIDER
none host_none(none n, int value) { (void)n; (void)value; return 0; }
int host_slot(const struct slot *s) { return s->value; }
int host_box(struct box b) { (void)b; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(const struct slot *s) {
    struct box b = { 0 };
    return host_none(0, 1) == 0 ? host_slot(s) : host_box(b);
}
#endif
