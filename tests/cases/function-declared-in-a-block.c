// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: why  the consumer's only declaration stands inside a function body
#ifdef PROVIDER
#ifdef OLD
int host_tick(int n) { return n; }
#else
int host_tick(int n, int unit) { return n * unit; }
#endif
#endif
#ifdef CONSUMER
int plugin_run(int n) {
    if (n > 0) {
        extern int host_tick(int n);
        return host_tick(n);
    }
    return 0;
}
#endif
