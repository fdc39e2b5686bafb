// SPDX-License-Identifier: BSD-3-Clause
#include "hallmark/plugin.h"

#include "base/error.h"

/* The same interface for systems that have no dlopen. */

static struct hm_error *unsupported(const char *path)
{
	return error_set_path(
		error_new(HM_ERR_UNSUPPORTED,
			  "%s%sthis build of libhallmark cannot load plugins: "
			  "there was no dlopen when it was built",
			  path ? path : "", path ? ": " : ""),
		path);
}

struct hm_error *hm_open(const char *path, const struct hm_open_options *options,
			 struct hm_plugin **ret)
{
	(void)options, (void)ret;
	return unsupported(path);
}

struct hm_error *hm_close(struct hm_plugin *plugin)
{
	(void)plugin;
	return unsupported(NULL);
}

struct hm_error *hm_lookup(const struct hm_plugin *plugin, const char *symbol, void **ret)
{
	(void)plugin, (void)symbol, (void)ret;
	return unsupported(NULL);
}

struct hm_error *hm_lookup_expected(const struct hm_plugin *plugin, const char *symbol,
				    void *ret)
{
	(void)plugin, (void)symbol, (void)ret;
	return unsupported(NULL);
}

const char *hm_plugin_package(const struct hm_plugin *plugin)
{
	(void)plugin;
	return "";
}

const char *hm_plugin_version(const struct hm_plugin *plugin)
{
	(void)plugin;
	return NULL;
}

const char *hm_plugin_path(const struct hm_plugin *plugin)
{
	(void)plugin;
	return "";
}

const char *hm_plugin_toolchain(const struct hm_plugin *plugin)
{
	(void)plugin;
	return "unknown";
}

size_t hm_plugin_symbol_count(const struct hm_plugin *plugin)
{
	(void)plugin;
	return 0;
}

const struct hm_symbol *hm_plugin_symbol(const struct hm_plugin *plugin, size_t index)
{
	(void)plugin, (void)index;
	return NULL;
}

size_t hm_plugin_symbol_type(const struct hm_plugin *plugin, size_t index, char *buffer,
			     size_t size)
{
	(void)plugin, (void)index;
	if (size)
		*buffer = '\0';
	return 0;
}

int hm_plugins(int (*visit)(const struct hm_plugin *plugin, void *context), void *context)
{
	(void)visit, (void)context;
	return 0;
}

void hm_set_observer(hm_observer_fn *observer, void *context)
{
	(void)observer, (void)context;
}
