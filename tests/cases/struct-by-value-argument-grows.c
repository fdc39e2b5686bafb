// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-added
//: why  16 bytes travel in registers, 24 on the stack
struct range {
    long low, high;
#ifdef NEW
    long step;
#endif
};
long host_count(struct range r);
#ifdef PROVIDER
long host_count(struct range r) { return r.high - r.low; }
#endif
#ifdef CONSUMER
long plugin_run(long n) { struct range r = { 0, n }; return host_count(r); }
#endif
