// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule union-member-added
//: why met by pointer first, then returned by value: xmm0 against rax
struct s { union { double d;
#ifdef NEW
 long l;
#endif
} u; };
int host_a(struct s *s); struct s host_b(void);
#ifdef PROVIDER
int host_a(struct s *s) { return (int)s->u.d; }
struct s host_b(void) { struct s s = {{1}}; return s; }
#endif
#ifdef CONSUMER
int plugin_run(struct s *s) { *s = host_b(); return host_a(s); }
#endif
