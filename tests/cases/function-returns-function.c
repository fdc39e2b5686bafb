// SPDX-License-Identifier: BSD-3-Clause
//: verdict incompatible
//: rule parameter-count
//: why  the function found for a name takes one parameter more than the consumer knows
#ifdef OLD
typedef int command(int argc);
#else
typedef int command(int argc, char **argv);
#endif
command *host_command(const char *name);
#ifdef PROVIDER
command *host_command(const char *name) { (void)name; return 0; }
#endif
#ifdef CONSUMER
int plugin_run(void) { return host_command("quit")(1); }
#endif
