// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: if defined __SIZEOF_INT128__ && !defined __s390x__
//: provider-cc clang
//: why  wide integers and complex numbers by value, behind pointers and in a struct: compilers agree (but on s390x of Clang 14 an __int128 is aligned to 16 bytes)
struct numbers {
    __int128 huge;
    unsigned __int128 *positive;
    float _Complex small;
    double _Complex *middle;
    long double _Complex large;
};
__int128 host_huge(unsigned __int128 a, const __int128 *b);
double _Complex host_turn(float _Complex a, const long double _Complex *b);
int host_all(struct numbers n, const struct numbers *more);
#ifdef PROVIDER
__int128 host_huge(unsigned __int128 a, const __int128 *b) { return (__int128)a + *b; }
double _Complex host_turn(float _Complex a, const long double _Complex *b) { return a + *b; }
int host_all(struct numbers n, const struct numbers *more) { return n.huge == more->huge; }
#endif
#ifdef CONSUMER
int plugin_run(const struct numbers *n) {
    return host_huge(1, &n->huge) > 0 || __real__ host_turn(n->small, &n->large) > 0 ||
           host_all(*n, n);
}
#endif
