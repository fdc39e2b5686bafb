// SPDX-License-Identifier: BSD-3-Clause
#include "greeter.h"
#include <hallmark/plugin.h>
#include <stdio.h>

int host_log(const struct config *config)
{
	return printf("limit %d\n", config->limit) < 0;
}

int main(int argc, char **argv)
{
	struct hm_plugin *plugin;
	int (*entry)(int limit);
	struct hm_error *error = hm_open(argc > 1 ? argv[1] : "hello.so", NULL, &plugin);

	if (!error)
		error = HM_LOOKUP(plugin, greet, &entry);
	if (!error)
		return entry(10);
	fprintf(stderr, "%s\n", hm_error_message(error));
	hm_error_free(error);
	return 1;
}
