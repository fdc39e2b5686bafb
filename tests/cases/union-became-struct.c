// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule kind
//: why  the two members no longer share their bytes
#ifdef OLD
union pair { int i; float f; };
typedef union pair pair_t;
#else
struct pair { int i; float f; };
typedef struct pair pair_t;
#endif
int host_pair(pair_t *p);
#ifdef PROVIDER
int host_pair(pair_t *p) { return p->i; }
#endif
#ifdef CONSUMER
int plugin_run(pair_t *p) { return host_pair(p); }
#endif
