// SPDX-License-Identifier: BSD-3-Clause
#include "hallmark/plugin.h"

#include "base/error.h"
#include "loader/plugin.h"

#include <string.h>

static struct hm_error *find_symbol(const struct hm_plugin *plugin, const char *symbol,
				    const void *out, const struct resolved **ret)
{
	if (!plugin || !symbol || !out)
		return error_new(HM_ERR_ARGUMENT, "hm_lookup: no %s",
				 !plugin   ? "plugin"
				 : !symbol ? "symbol"
					   : "place for the address");
	*ret = module_find(&plugin->module, symbol);
	if (*ret)
		return NULL;
	struct hm_error *error =
		error_new(HM_ERR_SYMBOL,
			  "%s: the package %s provides no symbol %s; `hallmark show` "
			  "lists those that it does",
			  plugin->path, plugin->module.stamp.package, symbol);
	error_set_path(error, plugin->path);
	return error_set_package(error, plugin->module.stamp.package);
}

struct hm_error *hm_lookup(const struct hm_plugin *plugin, const char *symbol, void **ret)
{
	const struct resolved *resolved;
	TRY(find_symbol(plugin, symbol, ret, &resolved));
	return module_address(&plugin->module, resolved, ret);
}

struct hm_error *hm_lookup_expected(const struct hm_plugin *plugin, const char *symbol,
				    void *ret)
{
	const struct resolved *resolved;
	void *address;
	TRY(find_symbol(plugin, symbol, ret, &resolved));
	/* Where the host expects it, the types were compared before it was loaded. */
	if (!resolved->expected)
		return error_set_path(
			error_new(
				HM_ERR_TYPE,
				"%s: the host's stamp does not say what type it expects "
				"%s to have; stamp the host again, with HM_INTERFACE(%s) "
				"in a header that it includes",
				plugin->path, symbol, symbol),
			plugin->path);
	TRY(module_address(&plugin->module, resolved, &address));
	/* The caller's variable is a pointer of another type. */
	memcpy(ret, &address, sizeof(address));
	return NULL;
}
