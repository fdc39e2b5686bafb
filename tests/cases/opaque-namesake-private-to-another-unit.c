// SPDX-License-Identifier: BSD-3-Clause
//: verdict compatible
//: rule opaque
//: units 2
//: why  struct state in unit 2's own source file is another struct than the host's, of which unit 1 knows only the tag
struct state;
struct state *host_state(void);
int host_state_count(const struct state *s);
#if defined(CONSUMER) && UNIT == 2
struct state { char mine[3]; };
#endif
#if defined(PROVIDER) && UNIT == 1
struct state {
#ifdef NEW
    long serial;
#endif
    int count;
};
#endif
#ifdef PROVIDER
#if UNIT == 1
static struct state only;
struct state *host_state(void) { only.count = 7; return &only; }
int host_state_count(const struct state *s) { return s->count; }
#else
int filler;
#endif
#endif
#ifdef CONSUMER
#if UNIT == 1
int plugin_run(void) { return host_state_count(host_state()); }
#else
static struct state own = { "ab" };
int plugin_own(int i) { return own.mine[i]; }
#endif
#endif
