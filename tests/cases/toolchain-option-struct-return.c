// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule toolchain-abi
//: machine x86_64
//: provider-flags -fpcc-struct-return
//: provider-cc gcc
//: consumer-cc gcc
//: old-provider-cc gcc
//: why  the provider returns small structs in memory, the consumer passes no address for it
struct result {
	int value;
};
struct result host_log(int a);
#ifdef PROVIDER
struct result host_log(int a)
{
	struct result result = { a };
	return result;
}
#endif
#ifdef CONSUMER
int plugin_run(void)
{
	return host_log(1).value;
}
#endif
