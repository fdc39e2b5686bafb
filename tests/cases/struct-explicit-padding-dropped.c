// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-removed
//: why  by the table a member that is gone breaks, even a spare one that left only padding behind
struct record {
    char tag;
#ifdef OLD
    char spare[3];
#endif
    int value;
};
int host_store(const struct record *r);
#ifdef PROVIDER
int host_store(const struct record *r) { return r->value; }
#endif
#ifdef CONSUMER
int plugin_run(const struct record *r) { return host_store(r); }
#endif
