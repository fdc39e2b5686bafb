// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule toolchain-abi
//: machine x86_64
//: provider-flags -mabi=ms
//: provider-cc gcc
//: consumer-cc gcc
//: old-provider-cc gcc
//: why  the provider looks for its arguments in rcx and rdx, the consumer leaves them in rdi and rsi
int host_log(int a, int b);
#ifdef PROVIDER
int host_log(int a, int b)
{
	return a - b;
}
#endif
#ifdef CONSUMER
int plugin_run(void)
{
	return host_log(1, 2);
}
#endif
