// SPDX-License-Identifier: BSD-3-Clause
#include "loader/close.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/entry.h"
#include "loader/load.h"
#include "loader/registry.h"

#include <errno.h>
#include <pthread.h>

/* True: the C library has kept the object in memory. */
static bool close_claimed(struct hm_plugin *plugin)
{
	plugin_list depends = plugin->depends;
	plugin->depends = (plugin_list){ 0 };
	entry_fini(&plugin->module);
	bool lingers = module_unload(&plugin->module);
	registry_end_close(plugin, lingers);
	vector_for_each (provider, &depends)
		plugin_drop(*provider);
	vector_deinit(&depends);
	return lingers;
}

void plugin_drop(struct hm_plugin *plugin)
{
	if (registry_drop_dependent(plugin))
		close_claimed(plugin);
}

void plugin_unclaim(struct hm_plugin *plugin)
{
	if (registry_unclaim(plugin))
		close_claimed(plugin);
}

static struct hm_error *close_reference(struct hm_plugin *plugin, const char *path)
{
	bool last = false;
	TRY(registry_begin_close(plugin, &last));
	if (!last || !close_claimed(plugin))
		return NULL;
	return error_new(
		HM_ERR_DLOPEN,
		"%s: is closed, but the C library keeps the object in memory: it "
		"has unique symbols, was linked with -z nodelete, or is in use by "
		"another object",
		path);
}

static struct hm_error *close_plugin(struct hm_plugin *plugin)
{
	SCOPED_FREE char *path = strdup(plugin->path);
	if (!path)
		return error_nomem();
	return error_set_path(close_reference(plugin, path), path);
}

struct hm_error *hm_close(struct hm_plugin *plugin)
{
	if (!plugin)
		return error_new(HM_ERR_ARGUMENT, "hm_close: no plugin");
	int saved_errno = errno, saved_cancel;
	pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &saved_cancel);
	struct hm_error *error = close_plugin(plugin);
	pthread_setcancelstate(saved_cancel, NULL);
	errno = saved_errno;
	return error;
}
