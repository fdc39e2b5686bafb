// SPDX-License-Identifier: BSD-3-Clause
//: verdict exact
//: machine x86_64
//: provider-flags -mabi=sysv
//: provider-cc gcc
//: consumer-cc gcc
//: old-provider-cc gcc
//: why  the provider says the convention that is the default anyway
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
