// SPDX-License-Identifier: BSD-3-Clause
#include "loader/interposer.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/binding.h"
#include "verify/policy.h"

#include <string.h>

static struct hm_error *add_finding(const struct scope *scope, const char *symbol,
				    const struct party *compared,
				    const struct mapped *actual, struct report *report)
{
	SCOPED_FREE char *message = NULL;
	const char *name = *actual->name ? actual->name : "the program";
	if (asprintf(
		    &message,
		    "%s is taken from %s, which has no stamp, and not from %s, which was "
		    "compared",
		    symbol, name, compared->name) < 0) {
		message = NULL;
		return error_nomem();
	}
	size_t first = report->findings.count;
	TRY(report_add(report, &(struct finding_draft){
				       .rule = RULE_UNTYPED,
				       .severity = HM_WARNING,
				       .symbol = symbol,
				       .expected = compared->name,
				       .actual = name,
				       .provider = name,
				       .message = message,
			       }));
	policy_raise(&scope->policy, report, first);
	return NULL;
}

static const struct party *compared_with(const struct scope *scope, const char *symbol)
{
	vector_for_each (party, &scope->parties)
		if (definitions_find(&party->stamp->provides, symbol).count)
			return party;
	return NULL;
}

/* The unstamped object of the process that comes before `end` and defines the symbol. */
static const struct mapped *earlier_definition(const struct host *host, size_t end,
					       const struct stamp_symbol *symbol)
{
	for (size_t i = 0; i < end; i++)
		if (!host->stamped.data[i] &&
		    mapped_defines(&host->objects.data[i], symbol->name, symbol->version))
			return &host->objects.data[i];
	return NULL;
}

struct hm_error *interposers_predict(const struct scope *scope,
				     const struct module *module, struct report *report)
{
	const struct host *host = scope->host;
	if (!host->first_unstamped_matters)
		return NULL;
	vector_for_each (symbol, &module->stamp.requires) {
		if (symbol->flags & SYMBOL_OUTSIDE)
			continue;
		const struct party *party = compared_with(scope, symbol->name);
		if (!party)
			continue;
		size_t number = (size_t)(party - scope->parties.data);
		size_t end = number < host->parties.count
				     ? host->party_objects.data[number]
				     : host->objects.count;
		const struct mapped *actual = earlier_definition(host, end, symbol);
		if (actual)
			TRY(add_finding(scope, symbol->name, party, actual, report));
	}
	return NULL;
}

/* The objects whose definitions were compared, and the plugin itself. */
typedef VECTOR(const struct mapped *) known_objects;

static bool collect_known(const struct scope *scope, const struct mapped *loaded,
			  known_objects *known)
{
	const struct host *host = scope->host;
	if (!vector_push(known, loaded))
		return false;
	/* The program: it may hold copies of what libraries define. */
	if (host->objects.count && !vector_push(known, &host->objects.data[0]))
		return false;
	vector_for_each (number, &host->party_objects)
		if (!vector_push(known, &host->objects.data[*number]))
			return false;
	vector_for_each (global, &scope->globals)
		if (!vector_push(known, &(*global)->module.mapped))
			return false;
	return true;
}

/* The segment of one of them that contains the address: the next one often is in it. */
static bool is_known(const known_objects *known, uintptr_t address,
		     struct mapped_range *ret)
{
	vector_for_each (object, known) {
		const ElfW(Phdr) *segment = mapped_segment(*object, address);
		if (!segment)
			continue;
		*ret = (struct mapped_range){ (*object)->base + segment->p_vaddr,
					      segment->p_memsz };
		return true;
	}
	return false;
}

/* A reference leads out of all that was compared: was it to lead into it? */
static struct hm_error *check_stranger(const struct scope *scope,
				       const struct mapped_slot *slot,
				       struct report *report)
{
	const struct party *party = compared_with(scope, slot->symbol);
	if (!party)
		return NULL;
	SCOPED(mapped_deinit) struct mapped actual = { 0 };
	SCOPED_ERROR struct hm_error *error =
		mapped_at((const void *)slot->value, &actual);
	/* No object: an absolute symbol. */
	if (error || mapped_is(&actual, party->name))
		return NULL;
	return add_finding(scope, slot->symbol, party, &actual, report);
}

static struct hm_error *confirm(const struct scope *scope, const struct mapped *loaded,
				known_objects *known, struct report *report)
{
	struct mapped_walk walk = { 0 };
	struct mapped_slot slot;
	if (!collect_known(scope, loaded, known))
		return error_nomem();
	while (mapped_next_slot(loaded, &walk, &slot))
		if (!is_known(known, slot.value, &walk.passed))
			TRY(check_stranger(scope, &slot, report));
	return NULL;
}

struct hm_error *interposers_confirm(const struct scope *scope,
				     const struct mapped *loaded, struct report *report)
{
	known_objects known = { 0 };
	struct hm_error *error = confirm(scope, loaded, &known, report);
	vector_deinit(&known);
	return error;
}
