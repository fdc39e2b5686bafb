// SPDX-License-Identifier: BSD-3-Clause
#include "api.h"

#include <dlfcn.h>
#include <hallmark/plugin.h>
#include <stdio.h>

/* host PLUGIN [unchecked]: opens it, calls it; status 1 and a message if that fails. */

int host_log(const struct config *config)
{
	return config->limit == 10 ? 0 : 1;
}

static int fail(const char *message)
{
	fprintf(stderr, "%s\n", message);
	return 1;
}

static int run_unchecked(const char *path)
{
	void *plugin = dlopen(path, RTLD_NOW);
	int (*entry)(int limit) = NULL;

	if (plugin)
		*(void **)&entry = dlsym(plugin, "greet");
	return entry ? entry(10) : fail(dlerror());
}

int main(int argc, char **argv)
{
	struct hm_plugin *plugin;
	int (*entry)(int limit);

	if (argc > 2)
		return run_unchecked(argv[1]);
	struct hm_error *error = hm_open(argv[1], NULL, &plugin);
	if (!error)
		error = HM_LOOKUP(plugin, greet, &entry);
	return error ? fail(hm_error_message(error)) : entry(10);
}
