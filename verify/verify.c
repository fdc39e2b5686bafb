// SPDX-License-Identifier: BSD-3-Clause
#include "verify/verify.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/absence.h"
#include "verify/boundary.h"
#include "verify/compare.h"
#include "verify/policy.h"
#include "verify/toolchain_compare.h"

#include <string.h>

/* Strictest, for requests without a host: the toolchain as it is, any package. */
static const struct policy no_policy = { .toolchain = TOOLCHAIN_EXACT };

struct verification {
	const struct verify_request *request;
	const struct policy *policy;
	struct report *report;
	struct boundary boundary;
	/* The plugin as consumer, each host as provider; made when first used. */
	struct comparison **required;
	struct spelling spelling;
};

static const struct policy *request_policy(const struct verify_request *request)
{
	if (request->policy)
		return request->policy;
	return request->host_count ? &request->hosts[0].stamp->policy : &no_policy;
}

static void verification_deinit(struct verification *verification)
{
	for (size_t i = 0;
	     verification->required && i < verification->request->host_count; i++)
		comparison_destroy(verification->required[i]);
	free(verification->required);
	boundary_deinit(&verification->boundary);
}

static struct hm_error *verification_init(struct verification *verification)
{
	const struct verify_request *request = verification->request;
	TRY(boundary_init(&verification->boundary, request));
	verification->required =
		calloc(request->host_count + 1, sizeof(*verification->required));
	return verification->required ? NULL : error_nomem();
}

/*
 * One symbol of the boundary is done: what was found on it starts at number `first`.
 * `comparison` is what it was compared by, NULL if it was not: a difference that an
 * earlier symbol led to is not reported again, but breaks this one as well.
 */
static void count_symbol(struct verification *verification, size_t first,
			 const struct comparison *comparison)
{
	enum hm_severity worst = comparison ? comparison_worst(comparison) : 0;
	bool broken = policy_raise(verification->policy, verification->report, first);
	verification->report->compared++;
	if (broken || policy_breaks(verification->policy, worst))
		verification->report->broken++;
}

static struct hm_error *check_toolchain(const struct verification *verification,
					bool *ret_same_machine)
{
	const struct verify_request *request = verification->request;
	struct toolchain_side plugin = { "plugin", request->plugin->stamp,
					 request->plugin->name };
	bool same = true;
	for (size_t i = 0; i < request->host_count; i++) {
		const struct party *host = &request->hosts[i];
		struct toolchain_side side = { i ? host->name : "host", host->stamp,
					       host->name };
		bool fits = false;
		TRY(toolchain_compare_machine(&plugin, &side, verification->report,
					      &fits));
		same &= fits;
		if (i == 0 && verification->policy->toolchain != TOOLCHAIN_ABI)
			TRY(toolchain_compare_exact(&plugin, &side,
						    verification->report));
		if (fits)
			TRY(toolchain_compare_abi(&plugin, &side, verification->report));
	}
	*ret_same_machine = same;
	return NULL;
}

static struct hm_error *compare_required(struct verification *verification,
					 const struct stamp_symbol *required,
					 const struct binding *binding)
{
	const struct verify_request *request = verification->request;
	const struct party *host = &request->hosts[binding->host];
	struct comparison **comparison = &verification->required[binding->host];
	if (!*comparison)
		TRY(comparison_create(request->plugin->stamp, host->stamp, host->name,
				      verification->report, comparison));
	verification->report->consumer_side = "plugin";
	verification->report->provider_side = "host";
	return comparison_symbol(*comparison, required, binding->symbol);
}

static struct hm_error *add_interposed(const struct verification *verification,
				       const struct stamp_symbol *own,
				       const struct binding *binding)
{
	const struct verify_request *request = verification->request;
	const char *host = request->hosts[binding->host].name;
	const char *plugin = request->plugin->name;
	SCOPED_FREE char *message = NULL;
	if (asprintf(&message,
		     "%s defines %s as well, and its definition takes the place of the "
		     "one in %s; make that static or hidden, or link with -Bsymbolic",
		     host, own->name, plugin) < 0) {
		message = NULL;
		return error_nomem();
	}
	return report_add(verification->report, &(struct finding_draft){
							.rule = RULE_SYMBOL_INTERPOSED,
							.severity = HM_WARNING,
							.symbol = own->name,
							.path = own->name,
							.expected = plugin,
							.actual = host,
							.provider = host,
							.message = message,
						});
}

static struct hm_error *check_bound(struct verification *verification,
				    const struct stamp_symbol *required,
				    const struct binding *binding)
{
	size_t first = verification->report->findings.count;
	if (required->flags & SYMBOL_INTERPOSABLE)
		TRY(add_interposed(verification, required, binding));
	TRY(compare_required(verification, required, binding));
	count_symbol(verification, first, verification->required[binding->host]);
	return NULL;
}

static struct hm_error *check_absent(struct verification *verification,
				     const struct stamp_symbol *required,
				     const struct binding *binding)
{
	const struct verify_request *request = verification->request;
	size_t first = verification->report->findings.count;
	struct absence absence = {
		.consumer = request->plugin->stamp,
		.symbol = required,
		.providers = request->hosts,
		.provider_count = request->host_count,
		.remedy = REMEDY_EXPORT_HOST,
		.spelling = &verification->spelling,
	};
	if (binding->place == BOUNDARY_MISSING)
		TRY(absence_add_missing(&absence, verification->report));
	else
		TRY(absence_add_version(&absence, &request->hosts[binding->host],
					binding->others, verification->report));
	count_symbol(verification, first, NULL);
	return NULL;
}

static struct hm_error *check_required(struct verification *verification,
				       const struct stamp_symbol *required)
{
	struct binding binding;
	boundary_place(&verification->boundary, required, &binding);
	switch (binding.place) {
	case BOUNDARY_OUTSIDE:
	case BOUNDARY_OWN:
		break;
	case BOUNDARY_UNDECIDED:
		return report_add_undecided(verification->report, required->name);
	case BOUNDARY_BOUND:
		return check_bound(verification, required, &binding);
	case BOUNDARY_OTHER_VERSION:
	case BOUNDARY_MISSING:
		return check_absent(verification, required, &binding);
	}
	return NULL;
}

static bool must_provide(const struct verify_request *request, const char *name)
{
	for (size_t i = 0; i < request->must_provide_count; i++)
		if (strcmp(request->must_provide[i], name) == 0)
			return true;
	return false;
}

/* A symbol that a host looks up in the plugin, and what that has under the name. */
struct expectation {
	const struct party *host;
	const struct stamp_symbol *symbol;
	struct definitions definitions;
	bool optional;
};

static struct hm_error *check_expectation_absent(struct verification *verification,
						 const struct expectation *expectation)
{
	struct absence absence = {
		.consumer = expectation->host->stamp,
		.symbol = expectation->symbol,
		.providers = verification->request->plugin,
		.provider_count = 1,
		.remedy = REMEDY_DEFINE_ENTRY,
		.spelling = &verification->spelling,
	};
	if (!expectation->definitions.count)
		return absence_add_missing(&absence, verification->report);
	return absence_add_version(&absence, verification->request->plugin,
				   expectation->definitions, verification->report);
}

/*
 * The host declares a variable and looks it up; debug information does not say whether it
 * is thread-local, and a lookup gives its address either way: only the types are
 * compared.
 */
static struct stamp_symbol as_looked_up(const struct stamp_symbol *expected,
					const struct stamp_symbol *provided)
{
	struct stamp_symbol symbol = *expected;
	if (symbol.kind != SYMBOL_FUNCTION && provided->kind == SYMBOL_TLS)
		symbol.kind = SYMBOL_TLS;
	return symbol;
}

static struct hm_error *compare_expected(struct comparison *comparison,
					 const struct stamp_symbol *expected,
					 const struct stamp_symbol *provided)
{
	const struct stamp_symbol symbol = as_looked_up(expected, provided);
	return comparison_symbol(comparison, &symbol, provided);
}

static struct hm_error *check_expectation(struct verification *verification,
					  const struct expectation *expectation,
					  struct comparison *comparison)
{
	size_t first = verification->report->findings.count;
	const struct stamp_symbol *provided =
		definitions_bind(expectation->definitions, REFERENCE_LOOKUP, NULL, false);
	if (!provided && expectation->optional)
		return NULL;
	if (!provided)
		TRY(check_expectation_absent(verification, expectation));
	else if (comparison)
		TRY(compare_expected(comparison, expectation->symbol, provided));
	count_symbol(verification, first, provided ? comparison : NULL);
	return NULL;
}

static void scope_comparison(struct comparison **comparison)
{
	comparison_destroy(*comparison);
}

/* What a host expects is consumed by the host and provided by the plugin. */
static struct hm_error *check_expects(struct verification *verification,
				      const struct party *host)
{
	const struct verify_request *request = verification->request;
	const struct party *plugin = request->plugin;
	if (!host->stamp->expects.count)
		return NULL;
	SCOPED(scope_comparison) struct comparison *comparison = NULL;
	verification->report->consumer_side = "host";
	verification->report->provider_side = "plugin";
	TRY(comparison_create(host->stamp, plugin->stamp, plugin->name,
			      verification->report, &comparison));
	struct symbol_walk walk = symbol_walk_start(&plugin->stamp->provides);
	vector_for_each (symbol, &host->stamp->expects) {
		struct expectation expectation = {
			.host = host,
			.symbol = symbol,
			.definitions = symbol_walk_find(&walk, symbol->name),
			.optional = (symbol->flags & SYMBOL_OPTIONAL) &&
				    !must_provide(request, symbol->name),
		};
		TRY(check_expectation(verification, &expectation, comparison));
	}
	return NULL;
}

static bool is_expected(const struct verify_request *request, const char *name)
{
	for (size_t i = 0; i < request->host_count; i++)
		if (definitions_find(&request->hosts[i].stamp->expects, name).count)
			return true;
	return false;
}

/* A name asked for of which no stamp has the type: it has to be there, no more. */
static struct hm_error *check_must_provide(struct verification *verification,
					   const char *name)
{
	const struct verify_request *request = verification->request;
	if (!request->host_count || is_expected(request, name))
		return NULL;
	struct stamp_symbol symbol = { .name = name, .type = { .id = TYPE_NONE } };
	struct expectation expectation = {
		.host = &request->hosts[0],
		.symbol = &symbol,
		.definitions = definitions_find(&request->plugin->stamp->provides, name),
	};
	return check_expectation(verification, &expectation, NULL);
}

static struct hm_error *check_symbols(struct verification *verification)
{
	const struct verify_request *request = verification->request;
	TRY(verification_init(verification));
	vector_for_each (symbol, &request->plugin->stamp->requires)
		TRY(check_required(verification, symbol));
	for (size_t i = 0; i < request->host_count; i++)
		TRY(check_expects(verification, &request->hosts[i]));
	for (size_t i = 0; i < request->must_provide_count; i++)
		TRY(check_must_provide(verification, request->must_provide[i]));
	return NULL;
}

struct hm_error *verify_plugin(const struct verify_request *request,
			       struct report *report)
{
	SCOPED(verification_deinit)
	struct verification verification = {
		.request = request,
		.policy = request_policy(request),
		.report = report,
	};
	size_t first = report->findings.count;
	const char *host = request->host_count ? request->hosts[0].name : "the host";
	TRY(policy_check_package(verification.policy, request->plugin, host, report));
	bool same_machine = false;
	TRY(check_toolchain(&verification, &same_machine));
	policy_raise(verification.policy, report, first);
	return same_machine ? check_symbols(&verification) : NULL;
}
