// SPDX-License-Identifier: BSD-3-Clause
#include "verify/draft.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/draft_private.h"

#include <string.h>

struct hm_error *draft_create(struct draft **ret)
{
	struct draft *draft = calloc(1, sizeof(*draft));
	if (!draft)
		return error_nomem();
	struct hm_error *error = graph_init(&draft->graph);
	if (error) {
		draft_destroy(draft);
		return error;
	}
	*ret = draft;
	return NULL;
}

void draft_destroy(struct draft *draft)
{
	if (!draft)
		return;
	graph_deinit(&draft->graph);
	index_deinit(&draft->type_index);
	vector_deinit(&draft->definitions);
	free(draft);
}

struct graph *draft_graph(struct draft *draft)
{
	return &draft->graph;
}

struct hm_error *draft_unit(struct draft *draft, uint32_t *ret)
{
	*ret = draft->unit_count++;
	return NULL;
}

static uint64_t hash_ref(uint64_t hash, struct type_ref ref)
{
	return hash_word(hash,
			 (uint64_t)ref.id << 16 | (uint64_t)ref.quals << 8 | ref.align);
}

/* Strings are interned: within one graph their address is their text. */
static uint64_t hash_string(uint64_t hash, const char *string)
{
	return hash_word(hash, (uintptr_t)string);
}

static uint64_t parts_hash(const struct type_parts *parts)
{
	const struct type *type = &parts->type;
	uint64_t hash = hash_mix(index_key() ^ type->kind, type->size);
	hash = hash_word(hash, (uint64_t)type->convention << 40 |
				       (uint64_t)type->encoding << 32 |
				       (uint64_t)type->format << 24 |
				       (uint64_t)type->align << 16 | type->bits);
	hash = hash_word(hash, type->flags & ~TYPE_RETICENT);
	hash = hash_word(hash, type->length);
	hash = hash_string(hash, type->tag);
	hash = hash_ref(hash, type->target);
	hash = hash_word(hash, parts->count);
	for (size_t i = 0; i < parts->count; i++) {
		if (parts->members) {
			const struct member *member = &parts->members[i];
			hash = hash_string(hash, member->name);
			hash = hash_word(hash, member->offset_bits);
			hash = hash_ref(hash_word(hash, member->size_bits), member->type);
		} else if (parts->enumerators) {
			hash = hash_string(hash, parts->enumerators[i].name);
			hash = hash_word(hash, (uint64_t)parts->enumerators[i].value);
		} else {
			hash = hash_ref(hash, parts->params[i]);
		}
	}
	return hash_mix(0, hash);
}

static bool ref_equal(struct type_ref a, struct type_ref b)
{
	return a.id == b.id && a.quals == b.quals && a.align == b.align;
}

static bool member_equal(const struct member *a, const struct member *b)
{
	return a->name == b->name && a->offset_bits == b->offset_bits &&
	       a->size_bits == b->size_bits && ref_equal(a->type, b->type);
}

static bool slices_equal(const struct graph *graph, const struct type *type,
			 const struct type_parts *parts)
{
	for (size_t i = 0; i < parts->count; i++) {
		size_t at = type->first + i;
		if (parts->members) {
			if (!member_equal(&graph->members.data[at], &parts->members[i]))
				return false;
		} else if (parts->enumerators) {
			const struct enumerator *have = &graph->enumerators.data[at];
			if (have->name != parts->enumerators[i].name ||
			    have->value != parts->enumerators[i].value)
				return false;
		} else if (!ref_equal(graph->params.data[at], parts->params[i])) {
			return false;
		}
	}
	return true;
}

static bool type_matches(const void *context, uint32_t value, const void *key)
{
	const struct graph *graph = context;
	const struct type_parts *parts = key;
	const struct type *have = graph_type(graph, value), *want = &parts->type;
	return have->kind == want->kind &&
	       (have->flags & ~TYPE_RETICENT) == (want->flags & ~TYPE_RETICENT) &&
	       have->align == want->align && have->encoding == want->encoding &&
	       have->format == want->format && have->convention == want->convention &&
	       have->bits == want->bits && have->size == want->size &&
	       have->length == want->length && have->tag == want->tag &&
	       ref_equal(have->target, want->target) && have->count == parts->count &&
	       slices_equal(graph, have, parts);
}

static bool push_slices(struct graph *graph, const struct type_parts *parts,
			uint32_t *first)
{
	if (parts->members) {
		*first = (uint32_t)graph->members.count;
		for (size_t i = 0; i < parts->count; i++)
			if (!vector_push(&graph->members, parts->members[i]))
				return false;
	} else if (parts->enumerators) {
		*first = (uint32_t)graph->enumerators.count;
		for (size_t i = 0; i < parts->count; i++)
			if (!vector_push(&graph->enumerators, parts->enumerators[i]))
				return false;
	} else if (parts->params) {
		*first = (uint32_t)graph->params.count;
		for (size_t i = 0; i < parts->count; i++)
			if (!vector_push(&graph->params, parts->params[i]))
				return false;
	}
	return true;
}

struct hm_error *draft_add(struct draft *draft, const struct type_parts *parts,
			   uint32_t *ret)
{
	struct graph *graph = &draft->graph;
	uint64_t hash = parts_hash(parts);
	uint32_t found = index_find(&draft->type_index, hash, type_matches, graph, parts);
	if (found != INDEX_NONE) {
		/* One unit that can say is enough to know what is absent. */
		graph->types.data[found].flags &=
			parts->type.flags | (uint8_t)~TYPE_RETICENT;
		*ret = found;
		return NULL;
	}
	struct type type = parts->type;
	type.count = (uint32_t)parts->count;
	type.first = 0;
	if (!push_slices(graph, parts, &type.first))
		return error_nomem();
	TRY(graph_add(graph, &type, &found));
	if (!index_add(&draft->type_index, hash, found))
		return error_nomem();
	*ret = found;
	return NULL;
}

struct hm_error *draft_tag(struct draft *draft, enum type_kind kind, const char *tag,
			   uint32_t *ret)
{
	const char *name = graph_string(&draft->graph, tag, strlen(tag));
	if (!name)
		return error_nomem();
	struct type_parts parts = {
		.type = { .kind = (uint8_t)kind, .flags = TYPE_OPAQUE, .tag = name },
	};
	return draft_add(draft, &parts, ret);
}

struct hm_error *draft_define(struct draft *draft, uint32_t unit, uint32_t tag,
			      uint32_t body, bool header)
{
	struct definition definition = { unit, tag, body, header };
	if (!vector_push(&draft->definitions, definition))
		return error_nomem();
	return NULL;
}
