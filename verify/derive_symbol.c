// SPDX-License-Identifier: BSD-3-Clause
#include "verify/derive_private.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/search.h"

#include <fnmatch.h>
#include <string.h>

/* The best answers to one question: sightings of one rank, next to each other. */
struct answer {
	size_t first, count; /* of `chosen` */
	uint8_t kind;	     /* enum symbol_kind */
	bool any_noreturn, all_noreturn;
	bool reticent;
};

/* A symbol on its way into the stamp, with the roots of its type. */
struct draft_symbol {
	struct stamp_symbol symbol;
	struct answer answer;
	stamp_symbols *list;
};

struct filling {
	struct deriving *deriving;
	struct stamp *stamp;
	VECTOR(struct draft_ref) chosen;
	struct type_ref *roots; /* of `chosen`, in the stamp's graph */
	VECTOR(struct draft_symbol) symbols;
	/* By want: where its sightings begin in `order`, which is sorted by want. */
	uint32_t *order;
};

static void filling_deinit(struct filling *filling)
{
	vector_deinit(&filling->chosen);
	vector_deinit(&filling->symbols);
	free(filling->roots);
	free(filling->order);
}

static int type_compare(struct type_ref left, struct type_ref right)
{
	if (left.id != right.id)
		return left.id < right.id ? -1 : 1;
	return (int)left.quals - (int)right.quals;
}

/* Of one type, markers come last. */
static int sighting_compare(const void *a, const void *b, void *context)
{
	const struct dwarf_sighting *all = context;
	const struct dwarf_sighting *left = &all[*(const uint32_t *)a];
	const struct dwarf_sighting *right = &all[*(const uint32_t *)b];
	if (left->want != right->want)
		return left->want < right->want ? -1 : 1;
	if (left->rank != right->rank)
		return (int)left->rank - (int)right->rank;
	int order = type_compare(left->type.type, right->type.type);
	return order ? order : (int)left->marker - (int)right->marker;
}

static struct hm_error *order_sightings(struct filling *filling)
{
	size_t count = filling->deriving->result.sightings.count;
	filling->order = malloc((count + 1) * sizeof(*filling->order));
	if (!filling->order)
		return error_nomem();
	for (uint32_t i = 0; i < count; i++)
		filling->order[i] = i;
	qsort_r(filling->order, count, sizeof(*filling->order), sighting_compare,
		filling->deriving->result.sightings.data);
	return NULL;
}

static const struct dwarf_sighting *sighting_at(const struct filling *filling, size_t at)
{
	return &filling->deriving->result.sightings.data[filling->order[at]];
}

/* The first place in `order` whose sighting answers `want` or a later question. */
static size_t first_sighting(const struct filling *filling, size_t want)
{
	return search_first(filling->deriving->result.sightings.count, at,
			    sighting_at(filling, at)->want < want);
}

/* How a marked object is aligned, its declaration tells, if the compiler recorded one. */
static struct hm_error *add_chosen(struct filling *filling,
				   const struct dwarf_sighting *sighting,
				   const struct dwarf_sighting *declaration,
				   struct answer *answer)
{
	struct draft_ref ref = sighting->type;
	if (sighting->marker && declaration &&
	    type_compare(declaration->type.type, ref.type) == 0)
		ref.type.align = declaration->type.type.align;
	else if (sighting->marker && sighting->kind == SYMBOL_OBJECT)
		answer->reticent = true;
	answer->reticent |= sighting->reticent;
	return vector_push(&filling->chosen, ref) ? NULL : error_nomem();
}

/*
 * Chooses the best sightings of a want: those of the lowest rank, of the kind that the
 * symbol table says, if it says one. All of them count: units may disagree.
 */
static struct hm_error *choose(struct filling *filling, size_t want, uint8_t kind,
			       struct answer *ret)
{
	struct answer answer = { .first = filling->chosen.count, .all_noreturn = true };
	uint8_t wanted = kind == SYMBOL_TLS ? SYMBOL_OBJECT : kind;
	bool found = false;
	const struct dwarf_sighting *declaration = NULL;
	enum sighting_rank rank = SIGHT_DECLARATION;
	for (size_t at = first_sighting(filling, want);
	     at < filling->deriving->result.sightings.count; at++) {
		const struct dwarf_sighting *sighting = sighting_at(filling, at);
		if (sighting->want != want || (found && sighting->rank != rank))
			break;
		if (wanted != SYMBOL_UNKNOWN && sighting->kind != wanted)
			continue;
		wanted = sighting->kind;
		rank = sighting->rank;
		found = true;
		answer.any_noreturn |= sighting->noreturn;
		answer.all_noreturn &= sighting->noreturn;
		if (!sighting->marker)
			declaration = sighting;
		TRY(add_chosen(filling, sighting, declaration, &answer));
	}
	answer.count = filling->chosen.count - answer.first;
	answer.kind = kind == SYMBOL_TLS ? SYMBOL_TLS : wanted;
	*ret = answer;
	return NULL;
}

/* ------------------------------------------------------- provides and requires */

static struct hm_error *copy_text(struct stamp *stamp, const char *text, const char **ret)
{
	const char *copy = text ? arena_copy(&stamp->arena, text, strlen(text)) : NULL;
	if (text && !copy)
		return error_nomem();
	*ret = copy;
	return NULL;
}

static struct hm_error *add(struct filling *filling, stamp_symbols *list,
			    struct stamp_symbol symbol, const struct answer *answer)
{
	struct draft_symbol made = { symbol, *answer, list };
	TRY(copy_text(filling->stamp, symbol.name, &made.symbol.name));
	TRY(copy_text(filling->stamp, symbol.version, &made.symbol.version));
	TRY(copy_text(filling->stamp, symbol.file, &made.symbol.file));
	if (answer->reticent)
		made.symbol.flags |= SYMBOL_RETICENT;
	if (!vector_push(&filling->symbols, made))
		return error_nomem();
	return NULL;
}

static bool is_entry(const char *entry, const char *name)
{
	return entry && strcmp(entry, name) == 0;
}

static bool is_exported(const struct derive_options *options, const char *name)
{
	/* The loader finds them by what the stamp provides. */
	if (is_entry(options->init, name) || is_entry(options->fini, name))
		return true;
	for (size_t i = 0; i < options->export_count; i++)
		if (fnmatch(options->exports[i], name, 0) == 0)
			return true;
	return !options->export_count;
}

static struct hm_error *add_provided(struct filling *filling,
				     const struct candidate *candidate,
				     const struct answer *answer)
{
	if (!is_exported(filling->deriving->options, candidate->name))
		return NULL;
	struct stamp_symbol symbol = {
		.name = candidate->name,
		.version = candidate->version,
		.kind = answer->kind,
	};
	if (candidate->default_version)
		symbol.flags |= SYMBOL_DEFAULT;
	if (candidate->first_version)
		symbol.flags |= SYMBOL_FIRST;
	if (answer->count && answer->all_noreturn)
		symbol.flags |= SYMBOL_NORETURN;
	return add(filling, &filling->stamp->provides, symbol, answer);
}

static struct hm_error *add_required(struct filling *filling,
				     const struct candidate *candidate,
				     const struct answer *answer)
{
	struct stamp_symbol symbol = {
		.name = candidate->name,
		.version = candidate->interposable ? NULL : candidate->version,
		.file = candidate->file,
		.kind = answer->kind,
		.place = candidate->provided ? UINT32_MAX : candidate->place,
	};
	if (candidate->weak)
		symbol.flags |= SYMBOL_WEAK;
	if (candidate->interposable)
		symbol.flags |= SYMBOL_INTERPOSABLE;
	if (candidate->outside)
		symbol.flags |= SYMBOL_OUTSIDE;
	if (answer->any_noreturn)
		symbol.flags |= SYMBOL_NORETURN;
	return add(filling, &filling->stamp->requires, symbol, answer);
}

static struct hm_error *add_candidates(struct filling *filling)
{
	const struct candidates *candidates = &filling->deriving->candidates;
	for (size_t i = 0; i < candidates->list.count; i++) {
		const struct candidate *candidate = &candidates->list.data[i];
		struct answer answer = { .kind = candidate->kind };
		if (!candidate->outside)
			TRY(choose(filling, i, candidate->kind, &answer));
		if (candidate->provided)
			TRY(add_provided(filling, candidate, &answer));
		if (candidate->required)
			TRY(add_required(filling, candidate, &answer));
	}
	return NULL;
}

/* --------------------------------------------------------------------- expects */

/* A function has no qualifiers, and those of an array are its elements'. */
static struct hm_error *qualify_expected(struct filling *filling,
					 const struct derive_expect *expect,
					 const struct answer *answer)
{
	const struct graph *graph = draft_graph(filling->deriving->draft);
	for (size_t i = answer->first; i < answer->first + answer->count; i++) {
		struct type_ref *ref = &filling->chosen.data[i].type;
		unsigned kind = graph_type(graph, ref->id)->kind;
		if (expect->quals && (kind == TYPE_FUNCTION || kind == TYPE_ARRAY))
			return error_new(
				HM_ERR_ARGUMENT,
				"%s: no qualifier goes before '%s', expected of "
				"'%s': it is a function or an array; leave it out, "
				"or make a typedef of what is meant",
				filling->deriving->images[0].path, expect->type,
				expect->name);
		ref->quals |= expect->quals;
	}
	return NULL;
}

static struct hm_error *add_expected(struct filling *filling, size_t number)
{
	const struct deriving *deriving = filling->deriving;
	const struct derive_expect *expect = &deriving->options->expects[number];
	struct answer answer = { 0 };
	if (!expect->type)
		TRY(choose(filling, derive_expect_symbol(deriving, number),
			   SYMBOL_UNKNOWN, &answer));
	if (!answer.count)
		TRY(choose(filling, derive_expect_type(deriving, number), SYMBOL_UNKNOWN,
			   &answer));
	if (!answer.count && expect->type)
		return error_new(
			HM_ERR_ARGUMENT,
			"%s: the debug information has no function, object, typedef, "
			"base or tagged type '%s' for the expected symbol '%s'; of any "
			"other type make a typedef, or name one that the code uses",
			deriving->images[0].path, expect->type, expect->name);
	TRY(qualify_expected(filling, expect, &answer));
	struct stamp_symbol symbol = { .name = expect->name, .kind = answer.kind };
	if (expect->optional)
		symbol.flags |= SYMBOL_OPTIONAL;
	if (answer.any_noreturn)
		symbol.flags |= SYMBOL_NORETURN;
	return add(filling, &filling->stamp->expects, symbol, &answer);
}

static bool is_candidate(const struct deriving *deriving, const char *name)
{
	vector_for_each (candidate, &deriving->candidates.list)
		if (strcmp(candidate->name, name) == 0)
			return true;
	return false;
}

static bool is_expected(const struct derive_options *options, const char *name)
{
	for (size_t i = 0; i < options->expect_count; i++)
		if (strcmp(options->expects[i].name, name) == 0)
			return true;
	return false;
}

static int marker_compare(const void *a, const void *b)
{
	const struct dwarf_marker *left = a, *right = b;
	return strcmp(left->name, right->name);
}

/* One symbol that the host marks and neither defines nor links against. */
static struct hm_error *add_marked(struct filling *filling,
				   const struct dwarf_marker *markers, size_t count)
{
	struct answer answer = {
		.first = filling->chosen.count,
		.count = count,
		.kind = markers[0].kind,
	};
	for (size_t i = 0; i < count; i++) {
		answer.reticent |= markers[i].reticent;
		if (!vector_push(&filling->chosen, markers[i].type))
			return error_nomem();
	}
	struct stamp_symbol symbol = {
		.name = markers[0].name,
		.kind = answer.kind,
		.flags = SYMBOL_OPTIONAL,
	};
	return add(filling, &filling->stamp->expects, symbol, &answer);
}

static struct hm_error *add_markers(struct filling *filling)
{
	struct deriving *deriving = filling->deriving;
	struct dwarf_marker *markers = deriving->result.markers.data;
	size_t count = deriving->result.markers.count;
	if (!count)
		return NULL;
	qsort(markers, count, sizeof(*markers), marker_compare);
	for (size_t i = 0, end; i < count; i = end) {
		for (end = i + 1; end < count; end++)
			if (marker_compare(&markers[i], &markers[end]) != 0)
				break;
		if (is_candidate(deriving, markers[i].name) ||
		    is_expected(deriving->options, markers[i].name))
			continue;
		TRY(add_marked(filling, markers + i, end - i));
	}
	return NULL;
}

/* ----------------------------------------------------------------------- types */

/* What --expect NAME=TYPE means: a pointer to a function stands for the function. */
static struct type_ref expected_type(const struct graph *graph, struct type_ref ref)
{
	const struct type *type = graph_type(graph, ref.id);
	if (type->kind == TYPE_POINTER &&
	    graph_type(graph, type->target.id)->kind == TYPE_FUNCTION)
		return type->target;
	return ref;
}

static struct hm_error *finish(struct filling *filling, const struct draft_symbol *made)
{
	struct stamp *stamp = filling->stamp;
	struct stamp_symbol symbol = made->symbol;
	symbol.type = (struct type_ref){ .id = TYPE_NONE };
	if (made->answer.count)
		TRY(graph_choice(&stamp->graph, filling->roots + made->answer.first,
				 made->answer.count, &symbol.type));
	if (made->list == &stamp->expects && symbol.type.id != TYPE_NONE) {
		symbol.type = expected_type(&stamp->graph, symbol.type);
		symbol.kind =
			graph_type(&stamp->graph, symbol.type.id)->kind == TYPE_FUNCTION
				? SYMBOL_FUNCTION
				: SYMBOL_OBJECT;
	}
	if (!vector_push(made->list, symbol))
		return error_nomem();
	return NULL;
}

static struct hm_error *unify(struct filling *filling)
{
	struct stamp *stamp = filling->stamp;
	size_t count = filling->chosen.count;
	filling->roots = calloc(count + 1, sizeof(*filling->roots));
	if (!filling->roots)
		return error_nomem();
	struct graph graph;
	TRY(draft_unify(filling->deriving->draft, filling->chosen.data, count, &graph,
			filling->roots));
	graph_deinit(&stamp->graph);
	stamp->graph = graph;
	return NULL;
}

static void sort_symbols(stamp_symbols *symbols)
{
	if (symbols->count)
		qsort(symbols->data, symbols->count, sizeof(*symbols->data),
		      stamp_symbol_compare);
}

struct hm_error *derive_symbols(struct deriving *deriving, struct stamp *stamp)
{
	SCOPED(filling_deinit)
	struct filling filling = { .deriving = deriving, .stamp = stamp };
	TRY(order_sightings(&filling));
	TRY(add_candidates(&filling));
	for (size_t i = 0; i < deriving->options->expect_count; i++)
		TRY(add_expected(&filling, i));
	if (deriving->options->role == ROLE_HOST)
		TRY(add_markers(&filling));
	TRY(unify(&filling));
	vector_for_each (made, &filling.symbols)
		TRY(finish(&filling, made));
	sort_symbols(&stamp->provides);
	sort_symbols(&stamp->requires);
	sort_symbols(&stamp->expects);
	return NULL;
}
