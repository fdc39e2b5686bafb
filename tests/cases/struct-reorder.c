// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule member-moved
//: why  two members of different sizes changed places
struct span {
#ifdef OLD
    int from;
    long to;
#else
    long to;
    int from;
#endif
};
long host_width(const struct span *s);
#ifdef PROVIDER
long host_width(const struct span *s) { return s->to - s->from; }
#endif
#ifdef CONSUMER
long plugin_run(const struct span *s) { return host_width(s); }
#endif
