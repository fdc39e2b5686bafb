// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: machine x86_64
//: rule union-member-added
//: why a vector of floats goes in one xmm register, beside an array of them in two
typedef float quad __attribute__((vector_size(16)));
union row { quad v;
#ifdef NEW
	float f[4];
#endif
};
float host_sum(union row r);
#ifdef PROVIDER
float host_sum(union row r) { return r.v[0]; }
#endif
#ifdef CONSUMER
float plugin_run(void) { union row r = {{1}}; return host_sum(r); }
#endif
