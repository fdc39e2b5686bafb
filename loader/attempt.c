// SPDX-License-Identifier: BSD-3-Clause
#include "loader/attempt.h"

#include "base/error.h"
#include "base/scope.h"
#include "loader/close.h"
#include "loader/failure.h"
#include "loader/interposer.h"
#include "loader/load.h"
#include "loader/quick.h"
#include "loader/resolve.h"
#include "notes/image.h"

#include <string.h>

struct attempt attempt_with(const struct hm_open_options *options)
{
	return (struct attempt){
		.options = options,
		.source = { .fd = -1 },
		.module = { .sealed_fd = -1 },
	};
}

static bool names_origin(const char *text)
{
	return text && strstr(text, "ORIGIN");
}

static bool needs_origin(const struct image *image)
{
	if (names_origin(image->runpath) || names_origin(image->rpath))
		return true;
	vector_for_each (needed, &image->needed)
		if (names_origin(*needed))
			return true;
	return false;
}

static struct hm_error *read_module(struct attempt *attempt)
{
	if (attempt->options->flags & HM_OPEN_SEALED)
		TRY(source_seal(&attempt->source));
	TRY(image_open_fd(attempt->source.fd, attempt->source.path, &attempt->image));
	/* One descriptor, two users: it stays open until the loaded file is confirmed. */
	attempt->image.fd = -1;
	attempt->image_open = true;
	if (attempt->source.sealed && needs_origin(&attempt->image))
		return error_new(HM_ERR_UNSUPPORTED,
				 "%s: HM_OPEN_SEALED: it finds libraries by $ORIGIN, "
				 "which a sealed copy does not have",
				 attempt->source.path);
	return module_init(&attempt->module, &attempt->image);
}

static struct hm_error *check(struct attempt *attempt)
{
	TRY(report_create(&attempt->report));
	TRY(scope_init(&attempt->scope, attempt->options));
	attempt->scope.image = &attempt->image;
	TRY(check_module(&attempt->scope, &attempt->module, attempt->options,
			 attempt->report));
	attempt->checked = true;
	return check_verdict(&attempt->scope, &attempt->module, &attempt->report);
}

/* Keeps the plugins that this one will be bound to; the scope lets go of the others. */
static struct hm_error *collect_depends(struct attempt *attempt)
{
	plugin_list *globals = &attempt->scope.globals;
	if (!vector_reserve(&attempt->depends, globals->count))
		return error_nomem();
	size_t kept = 0;
	vector_for_each (at, globals)
		if (module_uses(&attempt->module, &(*at)->module))
			vector_push(&attempt->depends, *at);
		else
			globals->data[kept++] = *at;
	globals->count = kept;
	return NULL;
}

/* Each reference leads to an object that was compared, as far as any was to. */
static struct hm_error *confirm_bindings(struct attempt *attempt)
{
	size_t known = attempt->report->findings.count;
	TRY(interposers_confirm(&attempt->scope, &attempt->module.mapped,
				attempt->report));
	if (attempt->report->findings.count == known)
		return NULL;
	struct hm_error *error =
		check_verdict(&attempt->scope, &attempt->module, &attempt->report);
	return error_prefix(error, "code of it has run already: ");
}

static struct hm_error *load(struct attempt *attempt)
{
	TRY(module_load(&attempt->module, &attempt->source, attempt->options->flags));
	TRY(dependencies_confirm(&attempt->scope.dependencies));
	TRY(confirm_bindings(attempt));
	TRY(collect_depends(attempt));
	TRY(resolve_module(&attempt->module));
	vector_for_each (resolved, &attempt->module.symbols)
		resolved->expected =
			scope_expects(&attempt->scope, resolved->symbol.name);
	if (attempt->source.sealed)
		attempt->module.sealed_fd = TAKE_FD(attempt->source.fd);
	return NULL;
}

struct hm_error *attempt_load(struct attempt *attempt)
{
	if (!quick_check(attempt)) {
		TRY(read_module(attempt));
		TRY(check(attempt));
	}
	TRY(registry_claim_package(attempt->plugin, attempt->module.stamp.package));
	struct hm_error *error = load(attempt);
	if (error)
		attempt->lingers = module_unload(&attempt->module);
	return error_set_package(error, attempt->module.stamp.package);
}

void attempt_deinit(struct attempt *attempt)
{
	vector_for_each (plugin, &attempt->depends)
		plugin_drop(*plugin);
	vector_deinit(&attempt->depends);
	scope_deinit(&attempt->scope);
	if (attempt->image_open)
		image_deinit(&attempt->image);
	module_deinit(&attempt->module);
	report_destroy(attempt->report);
	source_deinit(&attempt->source);
}
