// SPDX-License-Identifier: BSD-3-Clause
//: policy exact
//: verdict incompatible
//: rule toolchain-abi
//: machine x86_64
//: provider-flags -mabi=ms
//: consumer-flags -mabi=sysv
//: provider-cc gcc
//: consumer-cc gcc
//: old-provider-cc gcc
//: why  the consumer says the convention that is its default anyway, the provider has the other one
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
