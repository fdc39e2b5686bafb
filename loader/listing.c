// SPDX-License-Identifier: BSD-3-Clause
#include "hallmark/plugin.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "loader/close.h"
#include "loader/plugin.h"
#include "loader/registry.h"
#include "loader/whole.h"
#include "verify/typename.h"

#include <string.h>

const char *hm_plugin_package(const struct hm_plugin *plugin)
{
	return plugin->module.stamp.package;
}

const char *hm_plugin_version(const struct hm_plugin *plugin)
{
	return plugin->module.stamp.package_version;
}

const char *hm_plugin_path(const struct hm_plugin *plugin)
{
	return plugin->path;
}

const char *hm_plugin_toolchain(const struct hm_plugin *plugin)
{
	return plugin->module.toolchain;
}

size_t hm_plugin_symbol_count(const struct hm_plugin *plugin)
{
	return plugin->module.symbols.count;
}

const struct hm_symbol *hm_plugin_symbol(const struct hm_plugin *plugin, size_t index)
{
	if (index >= plugin->module.symbols.count)
		return NULL;
	return &plugin->module.symbols.data[index].symbol;
}

size_t hm_plugin_symbol_type(const struct hm_plugin *plugin, size_t index, char *buffer,
			     size_t size)
{
	const struct stamp *stamp;
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	if (size)
		*buffer = '\0';
	/* What is read only now does not change the plugin. */
	SCOPED_ERROR struct hm_error *unreadable =
		plugin_whole_stamp((struct hm_plugin *)plugin, &stamp);
	if (unreadable || index >= stamp->provides.count)
		return 0;
	const struct stamp_symbol *symbol = &stamp->provides.data[index];
	if (symbol->type.id == TYPE_NONE)
		return 0;
	typename_declare(&text, &stamp->graph, symbol->type, symbol->name);
	if (text.failed || !text.size)
		return 0;
	if (size) {
		size_t fits = text.size < size ? text.size : size - 1;
		memcpy(buffer, text.data, fits);
		buffer[fits] = '\0';
	}
	return text.size;
}

int hm_plugins(int (*visit)(const struct hm_plugin *plugin, void *context), void *context)
{
	plugin_list plugins = { 0 };
	SCOPED_ERROR struct hm_error *error = registry_ready(&plugins);
	if (error)
		return 0;
	int result = 0;
	vector_for_each (plugin, &plugins) {
		if (!result)
			result = visit(*plugin, context);
		plugin_drop(*plugin);
	}
	vector_deinit(&plugins);
	return result;
}
