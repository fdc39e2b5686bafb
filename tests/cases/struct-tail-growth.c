// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: rule size
//: why  the consumer allocates 16 bytes, the provider clears 24
struct stats {
    long hits;
    long misses;
#ifdef NEW
    long evictions;
#endif
};
void host_clear(struct stats *s);
#ifdef PROVIDER
void host_clear(struct stats *s) { *s = (struct stats){0}; }
#endif
#ifdef CONSUMER
long plugin_run(void) { struct stats s; host_clear(&s); return s.hits; }
#endif
