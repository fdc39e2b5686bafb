// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule enum-integer
//: why  four bits that hold -1 on one side hold 15 on the other
enum level { LOW, HIGH,
#ifdef NEW
	NONE = -1
#endif
};
struct flags { enum level level : 4; };
int host_call(const struct flags *f);
#ifdef PROVIDER
int host_call(const struct flags *f) { return f->level; }
#endif
#ifdef CONSUMER
int plugin_run(const struct flags *f) { return host_call(f); }
#endif
