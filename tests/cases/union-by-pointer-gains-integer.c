// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule union-member-added
//: why reached by pointer only: another view of the same bytes
struct s { union { double d;
#ifdef NEW
 long l;
#endif
} u; };
int host_log(struct s *s);
#ifdef PROVIDER
int host_log(struct s *s) { return (int)s->u.d; }
#endif
#ifdef CONSUMER
int plugin_run(struct s *s) { return host_log(s); }
#endif
