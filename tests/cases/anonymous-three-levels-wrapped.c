// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: why  structs and unions without name around members that stay where they are
struct shape { int kind;
#ifdef NEW
	struct { struct { union { int radius; float scale; }; int colour; }; };
#else
	union { int radius; float scale; };
	int colour;
#endif
};
int host_call(const struct shape *s);
#ifdef PROVIDER
int host_call(const struct shape *s) { return s->colour; }
#endif
#ifdef CONSUMER
int plugin_run(const struct shape *s) { return host_call(s); }
#endif
