// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: baseline exact
//: if defined __DEC64_MANT_DIG__
//: why  decimal floats by value, behind pointers and in a struct
struct bill { _Decimal32 tax; _Decimal64 net; _Decimal128 *gross; };
_Decimal64 host_sum(_Decimal64 net, const _Decimal128 *gross);
int host_bill(struct bill b, const struct bill *more);
#ifdef PROVIDER
_Decimal64 host_sum(_Decimal64 net, const _Decimal128 *gross) { return gross ? net : 0; }
int host_bill(struct bill b, const struct bill *more) { (void)b; return !more; }
#endif
#ifdef CONSUMER
int plugin_run(const struct bill *b) {
    host_sum(b->net, b->gross);
    return host_bill(*b, b);
}
#endif
