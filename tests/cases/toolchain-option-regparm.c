// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule toolchain-abi
//: machine x86_64
//: both-flags -m32 -nostdlib -fno-stack-protector
//: provider-flags -mregparm=3
//: provider-cc gcc
//: consumer-cc gcc
//: old-provider-cc gcc
//: why  the provider takes from registers what the consumer puts on the stack
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
