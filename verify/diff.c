// SPDX-License-Identifier: BSD-3-Clause
#include "verify/verify.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/runtime.h"
#include "verify/absence.h"
#include "verify/compare.h"
#include "verify/toolchain_compare.h"

#include <string.h>

struct difference {
	const struct party *old, *new;
	struct report *report;
	struct comparison *comparison;
	struct spelling spelling;
};

static void difference_deinit(struct difference *difference)
{
	comparison_destroy(difference->comparison);
}

static struct hm_error *compare_sonames(const struct difference *difference)
{
	const char *old = difference->old->soname ? difference->old->soname : "";
	const char *new = difference->new->soname ? difference->new->soname : "";
	if (strcmp(old, new) == 0)
		return NULL;
	SCOPED_FREE char *message = NULL;
	if (asprintf(&message,
		     "SONAME is \"%s\", was \"%s\": what was linked with %s "
		     "looks for the old name",
		     new, old, difference->old->name) < 0) {
		message = NULL;
		return error_nomem();
	}
	return report_add(difference->report, &(struct finding_draft){
						      .rule = RULE_SONAME,
						      .severity = HM_WARNING,
						      .expected = old,
						      .actual = new,
						      .provider = difference->new->name,
						      .message = message,
					      });
}

/* Hosts find plugins' symbols by dlsym(); versions that it does not get were linked. */
static enum reference_kind reference_of(const struct difference *difference,
					const struct stamp_symbol *symbol)
{
	bool looked_up = difference->old->stamp->role == ROLE_PLUGIN &&
			 (!symbol->version || (symbol->flags & SYMBOL_DEFAULT));
	return looked_up ? REFERENCE_LOOKUP : REFERENCE_LINKED;
}

static struct hm_error *add_absent(struct difference *difference,
				   const struct stamp_symbol *symbol,
				   struct definitions definitions)
{
	struct absence absence = {
		.consumer = difference->old->stamp,
		.symbol = symbol,
		.providers = difference->new,
		.provider_count = 1,
		.remedy = REMEDY_KEEP,
		.spelling = &difference->spelling,
	};
	if (!definitions.count)
		return absence_add_missing(&absence, difference->report);
	return absence_add_version(&absence, difference->new, definitions,
				   difference->report);
}

/* Linked users still find their version, but dlsym() and the linker find none. */
static struct hm_error *check_default(struct difference *difference,
				      const struct stamp_symbol *symbol,
				      struct definitions definitions)
{
	if (!symbol->version || !(symbol->flags & SYMBOL_DEFAULT) ||
	    definitions_bind(definitions, REFERENCE_LOOKUP, NULL, false))
		return NULL;
	SCOPED_FREE char *message = NULL;
	if (asprintf(&message,
		     "%s has no default version of %s any more: dlsym() and the linker "
		     "no longer find it",
		     difference->new->name, symbol->name) < 0) {
		message = NULL;
		return error_nomem();
	}
	return report_add(difference->report, &(struct finding_draft){
						      .rule = RULE_SYMBOL_VERSION,
						      .severity = HM_WARNING,
						      .symbol = symbol->name,
						      .path = symbol->name,
						      .expected = "a default version",
						      .actual = "hidden versions only",
						      .provider = difference->new->name,
						      .message = message,
					      });
}

static bool kinds_agree(unsigned a, unsigned b)
{
	return a == b || a == SYMBOL_UNKNOWN || b == SYMBOL_UNKNOWN;
}

/* `ret`: whether the new definition breaks users of the old one. */
static struct hm_error *compare_bound(struct difference *difference,
				      const struct stamp_symbol *old,
				      const struct stamp_symbol *new, bool *ret)
{
	/* Nothing was lost where neither side knows the type. */
	bool untyped = old->type.id == TYPE_NONE && new->type.id == TYPE_NONE;
	*ret = false;
	if (untyped && kinds_agree(old->kind, new->kind))
		return NULL;
	TRY(comparison_symbol(difference->comparison, old, new));
	*ret = comparison_worst(difference->comparison) == HM_BREAK;
	return NULL;
}

static struct hm_error *diff_symbol(struct difference *difference,
				    const struct stamp_symbol *symbol,
				    struct definitions definitions)
{
	bool broken = true;
	/* The new file takes the place of the one that verneed names. */
	const struct stamp_symbol *bound = definitions_bind(
		definitions, reference_of(difference, symbol), symbol->version, true);
	if (bound) {
		TRY(compare_bound(difference, symbol, bound, &broken));
		TRY(check_default(difference, symbol, definitions));
	} else {
		TRY(add_absent(difference, symbol, definitions));
	}
	difference->report->compared++;
	difference->report->broken += broken;
	return NULL;
}

static struct hm_error *diff_symbols(struct difference *difference)
{
	TRY(comparison_create(difference->old->stamp, difference->new->stamp,
			      difference->new->name, difference->report,
			      &difference->comparison));
	struct symbol_walk walk = symbol_walk_start(&difference->new->stamp->provides);
	vector_for_each (symbol, &difference->old->stamp->provides) {
		if (runtime_is_startup_symbol(symbol->name))
			continue;
		struct definitions definitions = symbol_walk_find(&walk, symbol->name);
		TRY(diff_symbol(difference, symbol, definitions));
	}
	return NULL;
}

struct hm_error *verify_diff(const struct party *old, const struct party *new,
			     struct report *report)
{
	SCOPED(difference_deinit)
	struct difference difference = {
		.old = old,
		.new = new,
		.report = report,
	};
	report->consumer_side = "old file";
	report->provider_side = "new file";
	struct toolchain_side before = { "old", old->stamp, old->name };
	struct toolchain_side after = { "new", new->stamp, new->name };
	TRY(compare_sonames(&difference));
	bool same_machine = false;
	TRY(toolchain_compare_machine(&before, &after, report, &same_machine));
	return same_machine ? diff_symbols(&difference) : NULL;
}
