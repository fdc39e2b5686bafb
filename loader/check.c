// SPDX-License-Identifier: BSD-3-Clause
#include "loader/check.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "loader/close.h"
#include "loader/failure.h"
#include "loader/interposer.h"
#include "loader/neighbours.h"
#include "verify/binding.h"
#include "verify/policy.h"
#include "verify/render.h"

#include <string.h>

/* Options only ever add to what the host's stamp asks for. */
static void tighten(struct scope *scope, const struct hm_open_options *options)
{
	scope->policy = scope->host->parties.data[0].stamp->policy;
	if (options->flags & HM_OPEN_TOOLCHAIN_EXACT)
		scope->policy.toolchain = TOOLCHAIN_EXACT;
	scope->policy.deny_untyped |= !!(options->flags & HM_OPEN_DENY_UNTYPED);
	scope->policy.deny_warnings |= !!(options->flags & HM_OPEN_DENY_WARNINGS);
	scope->accept.accept.data = (const char **)options->accept;
	scope->accept.accept.count = options->accept_count;
}

struct hm_error *scope_init(struct scope *scope, const struct hm_open_options *options)
{
	TRY(host_get(&scope->host));
	tighten(scope, options);
	TRY(registry_globals(&scope->globals));
	size_t count = scope->host->parties.count + scope->globals.count;
	if (!vector_reserve(&scope->parties, count))
		return error_nomem();
	vector_for_each (party, &scope->host->parties)
		vector_push(&scope->parties, *party);
	vector_for_each (global, &scope->globals)
		vector_push(&scope->parties, (*global)->module.party);
	return NULL;
}

void scope_deinit(struct scope *scope)
{
	vector_for_each (global, &scope->globals)
		plugin_drop(*global);
	vector_deinit(&scope->globals);
	vector_deinit(&scope->parties);
	dependency_list_deinit(&scope->dependencies);
	neighbours_destroy(scope->neighbours);
}

bool scope_expects(const struct scope *scope, const char *name)
{
	vector_for_each (party, &scope->parties)
		if (definitions_find(&party->stamp->expects, name).count)
			return true;
	return false;
}

static int library_defines(void *context, const char *library, const char *symbol,
			   const char *version)
{
	struct scope *scope = context;
	if (!scope->neighbours)
		hm_error_free(neighbours_create(scope->image, &scope->neighbours));
	if (!scope->neighbours)
		return -1;
	return neighbours_define(scope->neighbours, library, symbol, version);
}

static struct verify_request request_of(struct scope *scope, const struct party *plugin)
{
	return (struct verify_request){
		.hosts = scope->parties.data,
		.host_count = scope->parties.count,
		.plugin = plugin,
		.library_defines = library_defines,
		.context = scope,
		.policy = &scope->policy,
	};
}

/*
 * A library is held to the same, but it is no plugin: nobody looks up symbols in it, and
 * its package is not one that hosts choose.
 */
static struct hm_error *check_library(struct scope *scope, const struct party *library,
				      struct report *report)
{
	size_t count = scope->parties.count;
	SCOPED_FREE struct party *parties = calloc(count + 1, sizeof(*parties));
	SCOPED_FREE struct stamp *stamps = calloc(count + 1, sizeof(*stamps));
	if (!parties || !stamps)
		return error_nomem();
	for (size_t i = 0; i < count; i++) {
		parties[i] = scope->parties.data[i];
		stamps[i] = *parties[i].stamp;
		stamps[i].expects.count = 0;
		parties[i].stamp = &stamps[i];
	}
	struct policy policy = scope->policy;
	policy.accept.count = 0;
	struct verify_request request = request_of(scope, library);
	request.hosts = parties;
	request.policy = &policy;
	return verify_plugin(&request, report);
}

/* What comes with the plugin provides symbols to it, and is checked as it is itself. */
static struct hm_error *check_dependencies(struct scope *scope, struct report *report)
{
	if (!scope->image)
		return NULL;
	TRY(dependencies_find(scope->host, scope->image, &scope->neighbours,
			      &scope->dependencies));
	if (!vector_reserve(&scope->parties, scope->dependencies.count))
		return error_nomem();
	vector_for_each (dependency, &scope->dependencies)
		vector_push(&scope->parties, (*dependency)->party);
	vector_for_each (dependency, &scope->dependencies)
		TRY(check_library(scope, &(*dependency)->party, report));
	return NULL;
}

struct hm_error *check_module(struct scope *scope, const struct module *module,
			      const struct hm_open_options *options,
			      struct report *report)
{
	struct party plugin = module->party;
	plugin.stamp = &module->stamp;
	TRY(check_dependencies(scope, report));
	TRY(policy_check_package(&scope->accept, &plugin, "this call of hm_open()",
				 report));
	struct verify_request request = request_of(scope, &plugin);
	request.must_provide = options->entry_points;
	request.must_provide_count = options->entry_point_count;
	TRY(verify_plugin(&request, report));
	return interposers_predict(scope, module, report);
}

static struct hm_error *rejection(const struct scope *scope, const struct module *module,
				  const struct report *report)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	SCOPED_FREE char *plugin = NULL, *host = NULL;
	const char *package = module->stamp.package;
	if (asprintf(&plugin, "%s (%s)", module->party.name, package) < 0)
		return error_nomem();
	if (asprintf(&host, "this host (%s)",
		     scope->host->parties.data[0].stamp->package) < 0)
		return error_nomem();
	const struct render_options options = {
		.plugin = plugin,
		.host = host,
		.breaks_only = true,
	};
	TRY(render_report(report, &options, &text));
	if (text.failed)
		return error_nomem();
	return error_set_package(error_new(HM_ERR_INCOMPATIBLE, "%.*s", (int)text.size,
					   (const char *)text.data),
				 package);
}

struct hm_error *check_verdict(const struct scope *scope, const struct module *module,
			       struct report **report)
{
	if (report_verdict(*report) != VERDICT_INCOMPATIBLE)
		return NULL;
	struct hm_error *error = rejection(scope, module, *report);
	if (hm_error_code(error) != HM_ERR_INCOMPATIBLE)
		return error;
	const struct report *findings = *report;
	return error_set_findings(error, findings->findings.data,
				  findings->findings.count, TAKE(*report),
				  report_destroy);
}
