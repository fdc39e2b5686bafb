// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_sighting.h"

#include "base/error.h"

#include <string.h>

/* Chains of references from DIE to DIE; as in verify/dwarf_die.c. */
#define CHAIN_MAX 16

/*
 * A definition may complete the type of the declaration that it refers to, so the first
 * type counts, and so does the first alignment.
 */
static struct hm_error *type_of_variable(struct type_builder *builder, Dwarf_Die die,
					 struct type_ref *ret)
{
	struct type_ref ref = { 0 };
	struct die_attrs attrs;
	uint8_t alignment = 0;
	bool typed = false;
	for (unsigned step = 0; step < CHAIN_MAX; step++) {
		TRY(die_read(&die, &attrs));
		if (!alignment)
			alignment = type_alignment(&attrs);
		if (!typed && die_has(&attrs, DIE_TYPE)) {
			TRY(type_of_attrs(builder, &attrs, &ref));
			typed = true;
		}
		if (die_has(&attrs, DIE_ABSTRACT_ORIGIN))
			TRY(die_follow(&attrs, DIE_ABSTRACT_ORIGIN, &die));
		else if (die_has(&attrs, DIE_SPECIFICATION))
			TRY(die_follow(&attrs, DIE_SPECIFICATION, &die));
		else
			break;
	}
	if (alignment)
		ref.align = alignment;
	*ret = ref;
	return NULL;
}

/* What the elements of a mark point to; false if it is no mark after all. */
static bool marked_type(const struct type_builder *builder, struct type_ref *ref)
{
	const struct type *array = graph_type(builder->graph, ref->id);
	if (array->kind != TYPE_ARRAY)
		return false;
	const struct type *pointer = graph_type(builder->graph, array->target.id);
	if (pointer->kind != TYPE_POINTER)
		return false;
	*ref = pointer->target;
	return true;
}

static uint8_t kind_of_type(const struct type_builder *builder, struct type_ref ref)
{
	return graph_type(builder->graph, ref.id)->kind == TYPE_FUNCTION ? SYMBOL_FUNCTION
									 : SYMBOL_OBJECT;
}

static struct hm_error *type_of_hit(struct type_builder *builder, struct dwarf_hit *hit,
				    struct type_ref *ret)
{
	switch (dwarf_tag(&hit->die)) {
	case DW_TAG_subprogram:
		return type_of_function(builder, &hit->die, ret);
	case DW_TAG_variable:
		return type_of_variable(builder, hit->die, ret);
	default:
		return type_of_die(builder, &hit->die, ret);
	}
}

static struct hm_error *add_marker(struct type_builder *builder, struct dwarf_hit *hit,
				   struct type_ref type, struct dwarf_result *ret)
{
	struct dwarf_marker marker = {
		.kind = kind_of_type(builder, type),
		.type = { builder->unit->number, type },
	};
	/* Nothing says how an object is aligned. */
	marker.reticent = builder->unit->version < 5 || marker.kind == SYMBOL_OBJECT;
	const char *name;
	TRY(dwarf_symbol_marked(&hit->die, &name));
	TRY(type_string(builder, name, &marker.name));
	return !name || vector_push(&ret->markers, marker) ? NULL : error_nomem();
}

static struct hm_error *read_hit(struct type_builder *builder,
				 const struct want_index *wants, struct dwarf_hit *hit,
				 struct dwarf_result *ret)
{
	struct type_ref type;
	TRY(type_of_hit(builder, hit, &type));
	if (hit->marker && !marked_type(builder, &type))
		return NULL;
	if (hit->want == HIT_MARKER)
		return add_marker(builder, hit, type, ret);
	int tag = dwarf_tag(&hit->die);
	bool symbol = !hit->marker && wants->wants[hit->want].kind == WANT_SYMBOL;
	struct dwarf_sighting sighting = {
		.want = hit->want,
		.rank = (enum sighting_rank)hit->rank,
		.kind = kind_of_type(builder, type),
		.noreturn = hit->noreturn,
		.marker = hit->marker,
		.reticent = builder->unit->version < 5,
		.type = { builder->unit->number, type },
	};
	if (symbol)
		sighting.kind =
			tag == DW_TAG_subprogram ? SYMBOL_FUNCTION : SYMBOL_OBJECT;
	return vector_push(&ret->sightings, sighting) ? NULL : error_nomem();
}

/* By unit, so that each is entered once; within one in the order found. */
static int compare_hits(const void *a, const void *b)
{
	const struct dwarf_hit *left = a, *right = b;
	if (left->unit != right->unit)
		return left->unit < right->unit ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

static void drop_outdone(const struct want_index *wants, struct dwarf_hits *hits)
{
	size_t kept = 0;
	vector_for_each (hit, hits)
		if (hit->want == HIT_MARKER || hit->rank == wants->best.data[hit->want])
			hits->data[kept++] = *hit;
	hits->count = kept;
}

struct hm_error *dwarf_sightings_read(struct type_builder *builder,
				      const struct want_index *wants,
				      struct dwarf_hits *hits, struct dwarf_result *ret)
{
	drop_outdone(wants, hits);
	if (hits->count)
		qsort(hits->data, hits->count, sizeof(*hits->data), compare_hits);
	for (size_t at = 0; at < hits->count;) {
		uint32_t unit = hits->data[at].unit;
		TRY(type_builder_enter(builder, builder->units->list.data[unit]));
		for (; at < hits->count && hits->data[at].unit == unit; at++)
			TRY(read_hit(builder, wants, &hits->data[at], ret));
		TRY(type_builder_leave(builder));
	}
	return NULL;
}
