// SPDX-License-Identifier: BSD-3-Clause
#include "loader/load.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/confirm.h"
#include "loader/waiting.h"

#include <dlfcn.h>
#include <string.h>

static void *linker_open(const char *name, int mode)
{
	opener_self()->in_linker++;
	void *handle = dlopen(name, mode);
	opener_self()->in_linker--;
	return handle;
}

static void linker_close(void *handle)
{
	opener_self()->in_linker++;
	dlclose(handle);
	opener_self()->in_linker--;
}

static const char *linker_message(void)
{
	const char *message = dlerror();
	return message ? message : "no reason given";
}

struct hm_error *module_load(struct module *module, const struct source *source,
			     unsigned flags)
{
	int mode = (flags & HM_OPEN_LAZY ? RTLD_LAZY : RTLD_NOW) |
		   (flags & HM_OPEN_GLOBAL ? RTLD_GLOBAL : RTLD_LOCAL);
	module->linker_name = source_linker_name(source);
	if (!module->linker_name)
		return error_nomem();
	module->handle = linker_open(module->linker_name, mode);
	if (!module->handle)
		return error_new(
			HM_ERR_DLOPEN,
			"%s: fits this host, but the dynamic linker refused it: %s",
			source->path, linker_message());
	return confirm_loaded(module, source);
}

static bool still_loaded(const char *name)
{
	void *handle = linker_open(name, RTLD_LAZY | RTLD_NOLOAD);
	if (handle)
		linker_close(handle);
	else
		dlerror();
	return handle;
}

bool module_unload(struct module *module)
{
	if (!module->handle)
		return false;
	linker_close(TAKE(module->handle));
	return still_loaded(module->linker_name);
}

struct hm_error *module_make_global(const struct module *module)
{
	void *handle =
		linker_open(module->linker_name, RTLD_LAZY | RTLD_NOLOAD | RTLD_GLOBAL);
	if (!handle)
		return error_new(HM_ERR_DLOPEN, "%s: cannot be made global: %s",
				 module->linker_name, linker_message());
	linker_close(handle);
	return NULL;
}
