// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule base-kind
//: why  the four bytes called raw were an integer and are now a float
union word {
    unsigned char byte[4];
#ifdef OLD
    int raw;
#else
    float raw;
#endif
};
int host_word(union word *w);
#ifdef PROVIDER
int host_word(union word *w) { return w->byte[0]; }
#endif
#ifdef CONSUMER
int plugin_run(union word *w) { return host_word(w); }
#endif
