// SPDX-License-Identifier: BSD-3-Clause
#include "verify/unify_private.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/search.h"

#include <string.h>

void environments_deinit(struct environments *environments)
{
	vector_deinit(&environments->list);
	vector_deinit(&environments->deviations);
	vector_deinit(&environments->bodies);
	index_deinit(&environments->index);
	free(environments->defaults);
	free(environments->of_unit);
}

static int by_tag(const void *a, const void *b)
{
	const struct definition *left = a, *right = b;
	if (left->tag != right->tag)
		return left->tag < right->tag ? -1 : 1;
	if (left->body != right->body)
		return left->body < right->body ? -1 : 1;
	return left->unit < right->unit ? -1 : left->unit > right->unit;
}

static int by_unit(const void *a, const void *b)
{
	const struct definition *left = a, *right = b;
	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	return by_tag(a, b);
}

/*
 * What a tag means to a unit that only declares it: the bodies that stand in headers. A
 * body in a source file is private to its unit, even if it is the only one.
 */
static struct hm_error *collect_defaults(struct environments *environments,
					 const struct definition *definitions,
					 size_t count)
{
	for (size_t i = 0; i < count;) {
		uint32_t tag = definitions[i].tag, last = TYPE_NONE;
		uint32_t first = (uint32_t)environments->bodies.count;
		for (; i < count && definitions[i].tag == tag; i++) {
			if (!definitions[i].header || definitions[i].body == last)
				continue;
			last = definitions[i].body;
			if (!vector_push(&environments->bodies, last))
				return error_nomem();
		}
		environments->defaults[tag].first = first;
		environments->defaults[tag].count =
			(uint32_t)environments->bodies.count - first;
	}
	return NULL;
}

static bool is_default(const struct environments *environments, uint32_t tag,
		       uint32_t body)
{
	return environments->defaults[tag].count == 1 &&
	       environments->bodies.data[environments->defaults[tag].first] == body;
}

static bool deviation_equal(const struct environments *environments,
			    const struct deviation *a, const struct deviation *b)
{
	const uint32_t *bodies = environments->bodies.data;
	return a->tag == b->tag && a->count == b->count &&
	       memcmp(bodies + a->first, bodies + b->first, a->count * sizeof(*bodies)) ==
		       0;
}

static bool environment_matches(const void *context, uint32_t value, const void *key)
{
	const struct environments *environments = context;
	const struct environment *have = &environments->list.data[value], *wanted = key;
	if (have->count != wanted->count)
		return false;
	const struct deviation *all = environments->deviations.data;
	for (uint32_t i = 0; i < have->count; i++)
		if (!deviation_equal(environments, &all[have->first + i],
				     &all[wanted->first + i]))
			return false;
	return true;
}

static uint64_t environment_hash(const struct environments *environments,
				 const struct environment *environment)
{
	uint64_t hash = environment->count;
	for (uint32_t i = 0; i < environment->count; i++) {
		const struct deviation *deviation =
			&environments->deviations.data[environment->first + i];
		hash = hash_mix(hash, deviation->tag);
		hash = hash_bytes(hash,
				  vector_at(&environments->bodies, deviation->first),
				  deviation->count * sizeof(uint32_t));
	}
	return hash;
}

/* The number of an equal environment that is there, or a new one. */
static struct hm_error *intern_environment(struct environments *environments,
					   struct environment environment, uint32_t *ret)
{
	if (!environment.count) {
		*ret = 0;
		return NULL;
	}
	uint64_t hash = environment_hash(environments, &environment);
	uint32_t found = index_find(&environments->index, hash, environment_matches,
				    environments, &environment);
	if (found == INDEX_NONE) {
		found = (uint32_t)environments->list.count;
		if (!vector_push(&environments->list, environment) ||
		    !index_add(&environments->index, hash, found))
			return error_nomem();
	} else {
		environments->deviations.count = environment.first;
	}
	*ret = found;
	return NULL;
}

/* All bodies that one unit has for one tag; `definitions` are sorted by unit and tag. */
static struct hm_error *add_deviation(struct environments *environments,
				      const struct definition *definitions, size_t count)
{
	uint32_t tag = definitions[0].tag;
	if (count == 1 && is_default(environments, tag, definitions[0].body))
		return NULL;
	struct deviation deviation = { tag, (uint32_t)environments->bodies.count,
				       (uint32_t)count };
	for (size_t i = 0; i < count; i++)
		if (!vector_push(&environments->bodies, definitions[i].body))
			return error_nomem();
	if (!vector_push(&environments->deviations, deviation))
		return error_nomem();
	return NULL;
}

static struct hm_error *collect_units(struct environments *environments,
				      const struct definition *definitions, size_t count)
{
	for (size_t i = 0; i < count;) {
		uint32_t unit = definitions[i].unit;
		struct environment environment = {
			.first = (uint32_t)environments->deviations.count
		};
		while (i < count && definitions[i].unit == unit) {
			size_t start = i;
			while (i < count && definitions[i].unit == unit &&
			       definitions[i].tag == definitions[start].tag)
				i++;
			TRY(add_deviation(environments, definitions + start, i - start));
		}
		environment.count =
			(uint32_t)environments->deviations.count - environment.first;
		TRY(intern_environment(environments, environment,
				       &environments->of_unit[unit]));
	}
	return NULL;
}

/* What all units together make of a tag. */
enum repute {
	REPUTE_NONE,
	/* One body, which stands in a header: it means the same to all. */
	REPUTE_PLAIN,
	/* One body, in source files only. */
	REPUTE_PRIVATE,
	/* Several bodies. */
	REPUTE_CONTESTED,
};

static struct hm_error *judge_tags(const struct draft *draft, uint8_t *reputes,
				   struct environments *environments)
{
	SCOPED_FREE uint32_t *first = malloc(draft->graph.types.count * sizeof(*first));
	if (!first)
		return error_nomem();
	vector_for_each (definition, &draft->definitions) {
		uint8_t *repute = &reputes[definition->tag];
		if (*repute == REPUTE_NONE) {
			first[definition->tag] = definition->body;
			*repute = REPUTE_PRIVATE;
		}
		if (first[definition->tag] != definition->body)
			*repute = REPUTE_CONTESTED;
		else if (*repute == REPUTE_PRIVATE && definition->header)
			*repute = REPUTE_PLAIN;
	}
	for (uint32_t id = 0; id < draft->graph.types.count; id++) {
		if (reputes[id] != REPUTE_PLAIN)
			continue;
		environments->defaults[id].first = (uint32_t)environments->bodies.count;
		environments->defaults[id].count = 1;
		if (!vector_push(&environments->bodies, first[id]))
			return error_nomem();
	}
	return NULL;
}

typedef VECTOR(struct definition) definitions;

/* The definitions of tags that do not mean the same to all, sorted, each once. */
static struct hm_error *collect_disputed(const struct draft *draft,
					 const uint8_t *reputes, definitions *ret)
{
	vector_for_each (definition, &draft->definitions)
		if (reputes[definition->tag] != REPUTE_PLAIN &&
		    !vector_push(ret, *definition))
			return error_nomem();
	if (!ret->count)
		return NULL;
	qsort(ret->data, ret->count, sizeof(*ret->data), by_tag);
	size_t kept = 0;
	for (size_t i = 0; i < ret->count; i++) {
		if (kept && by_tag(&ret->data[kept - 1], &ret->data[i]) == 0)
			ret->data[kept - 1].header |= ret->data[i].header;
		else
			ret->data[kept++] = ret->data[i];
	}
	ret->count = kept;
	return NULL;
}

static void free_definitions(definitions *all)
{
	vector_deinit(all);
}

struct hm_error *environments_init(struct environments *environments,
				   const struct draft *draft)
{
	size_t types = draft->graph.types.count;
	*environments = (struct environments){ 0 };
	environments->defaults = calloc(types, sizeof(*environments->defaults));
	environments->of_unit = calloc(draft->unit_count + 1ul, sizeof(uint32_t));
	SCOPED_FREE uint8_t *reputes = calloc(types, 1);
	SCOPED(free_definitions) definitions disputed = { 0 };
	if (!environments->defaults || !environments->of_unit || !reputes ||
	    !vector_push(&environments->list, (struct environment){ 0 }))
		return error_nomem();
	TRY(judge_tags(draft, reputes, environments));
	TRY(collect_disputed(draft, reputes, &disputed));
	TRY(collect_defaults(environments, disputed.data, disputed.count));
	if (disputed.count)
		qsort(disputed.data, disputed.count, sizeof(*disputed.data), by_unit);
	return collect_units(environments, disputed.data, disputed.count);
}

struct meaning environments_meaning(const struct environments *environments,
				    uint32_t number, uint32_t tag)
{
	const struct environment *environment = &environments->list.data[number];
	const struct deviation *deviations =
		vector_at(&environments->deviations, environment->first);
	size_t found = search_first(environment->count, at, deviations[at].tag < tag);
	if (found < environment->count && deviations[found].tag == tag)
		return (struct meaning){
			vector_at(&environments->bodies, deviations[found].first),
			deviations[found].count,
		};
	return (struct meaning){
		vector_at(&environments->bodies, environments->defaults[tag].first),
		environments->defaults[tag].count,
	};
}
