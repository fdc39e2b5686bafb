// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule union-member-added
//: why the unions are elements of an array inside what is passed by value
struct v { struct { union { float f;
#ifdef NEW
 int i;
#endif
} u[2]; } in; float g; };
float host_log(struct v v);
#ifdef PROVIDER
float host_log(struct v v) { return v.g; }
#endif
#ifdef CONSUMER
float plugin_run(struct v *v) { return host_log(*v); }
#endif
