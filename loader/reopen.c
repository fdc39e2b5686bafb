// SPDX-License-Identifier: BSD-3-Clause
#include "loader/reopen.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/failure.h"
#include "loader/load.h"
#include "loader/options.h"
#include "loader/whole.h"
#include "notes/image.h"

#include <fcntl.h>
#include <string.h>

static struct hm_error *read_build_id(const struct source *source,
				      const struct module *module, bool *ret_same)
{
	SCOPED_FD int fd = fcntl(source->fd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return error_new(HM_ERR_IO, "%s: no more file descriptors", source->path);
	struct image image;
	TRY(image_open_fd(fd, source->path, &image));
	TAKE_FD(fd);
	*ret_same = image.build_id_size && image.build_id_size == module->build_id_size &&
		    memcmp(image.build_id, module->build_id, image.build_id_size) == 0;
	image_deinit(&image);
	return NULL;
}

/* Another time or size: it may have been touched only, the build-id tells. */
static struct hm_error *check_written(const struct attempt *attempt)
{
	const struct hm_plugin *plugin = attempt->plugin;
	if (identity_same_content(&plugin->identity, &attempt->source.identity))
		return NULL;
	bool same = false;
	SCOPED_ERROR struct hm_error *unreadable =
		read_build_id(&attempt->source, &plugin->module, &same);
	if (!unreadable && same)
		return NULL;
	return error_set_package(
		error_new(HM_ERR_PACKAGE_LOADED,
			  "%s: was written over after it had been loaded (package %s), "
			  "and what was loaded stays in use; restart the program, and "
			  "replace plugins by renaming a new file over the old one",
			  plugin->path, plugin->module.stamp.package),
		plugin->module.stamp.package);
}

static struct hm_error *check_options(struct attempt *attempt)
{
	if (!options_tighten(attempt->options))
		return NULL;
	const struct stamp *whole;
	TRY(plugin_whole_stamp(attempt->plugin, &whole));
	/* A view of the module: nothing of it is owned. */
	struct module view = attempt->plugin->module;
	const struct module *module = &view;
	view.stamp = *whole;
	TRY(report_create(&attempt->report));
	TRY(scope_init(&attempt->scope, attempt->options));
	TRY(check_module(&attempt->scope, module, attempt->options, attempt->report));
	attempt->checked = true;
	return check_verdict(&attempt->scope, module, &attempt->report);
}

struct hm_error *reopen_check(struct attempt *attempt)
{
	TRY(check_written(attempt));
	TRY(check_options(attempt));
	if (!(attempt->options->flags & HM_OPEN_GLOBAL))
		return NULL;
	const struct stamp *whole;
	TRY(plugin_whole_stamp(attempt->plugin, &whole));
	TRY(module_make_global(&attempt->plugin->module));
	return registry_make_global(attempt->plugin, whole);
}
