// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: if defined __LP64__
//: rule size
//: why  four bytes against eight, inside a struct where nothing else moves
enum level { LOW, HIGH };
struct task {
    long id;
#ifdef OLD
    enum level level;
#else
    unsigned long level;
#endif
};
int host_task(struct task *t);
#ifdef PROVIDER
int host_task(struct task *t) { return (int)t->level; }
#endif
#ifdef CONSUMER
int plugin_run(struct task *t) { return host_task(t); }
#endif
