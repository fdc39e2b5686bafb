// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-removed
//: rule member-moved
//: baseline exact
//: why  depth is gone and everything behind it slid down
struct job {
    long id;
#ifdef OLD
    long depth;
#endif
    long owner;
};
long host_submit(struct job *j);
#ifdef PROVIDER
long host_submit(struct job *j) { return j->id ^ j->owner; }
#endif
#ifdef CONSUMER
long plugin_run(struct job *j) { return host_submit(j); }
#endif
