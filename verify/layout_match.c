// SPDX-License-Identifier: BSD-3-Clause
#include "verify/layout_match.h"

#include "base/error.h"
#include "base/scope.h"

#include <string.h>

struct hm_error *layout_init(struct layout *layout, const struct graph *graph,
			     uint32_t type)
{
	layout->graph = graph;
	layout->type = type;
	size_t count = layout->leaves.list.count + 1;
	layout->partners = malloc(count * sizeof(*layout->partners));
	layout->alternative = calloc(count, sizeof(*layout->alternative));
	layout->union_end = calloc(count, sizeof(*layout->union_end));
	if (!layout->partners || !layout->alternative || !layout->union_end)
		return error_nomem();
	for (size_t i = 0; i < count; i++)
		layout->partners[i] = NO_PARTNER;
	return NULL;
}

void layout_deinit(struct layout *layout)
{
	leaves_deinit(&layout->leaves);
	free(layout->partners);
	free(layout->alternative);
	free(layout->union_end);
}

static bool leaves_are_alike(const struct member *left, const struct member *right)
{
	if (left->size_bits != right->size_bits || !left->name != !right->name)
		return false;
	return !left->name || strcmp(left->name, right->name) == 0;
}

bool layouts_are_alike(const struct layout *left, const struct layout *right)
{
	size_t count = left->leaves.list.count;
	if (count != right->leaves.list.count)
		return false;
	for (size_t i = 0; i < count; i++) {
		const struct leaf *one = &left->leaves.list.data[i];
		const struct leaf *other = &right->leaves.list.data[i];
		if (one->offset_bits != other->offset_bits ||
		    !leaves_are_alike(one->member, other->member))
			return false;
	}
	return true;
}

uint64_t layout_width(const struct layout *layout, uint32_t leaf)
{
	const struct member *member = layout->leaves.list.data[leaf].member;
	uint64_t width;
	if (member->size_bits)
		return member->size_bits;
	if (__builtin_mul_overflow(graph_size(layout->graph, member->type.id), 8, &width))
		return UINT64_MAX;
	return width;
}

/* ----------------------------------------------------------------------- names */

static const char *leaf_name(const struct layout *layout, uint32_t leaf)
{
	const char *name = layout->leaves.list.data[leaf].member->name;
	return name ? name : "";
}

/* Of one name (bases of a C++ class may share some), the lower offset comes first. */
static int by_name(const void *a, const void *b, void *context)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	int order = strcmp(leaf_name(context, left), leaf_name(context, right));
	return order ? order : left < right ? -1 : left > right;
}

static uint32_t *sorted_by_name(struct layout *layout)
{
	size_t count = layout->leaves.list.count;
	uint32_t *order = malloc((count + 1) * sizeof(*order));
	if (!order)
		return NULL;
	for (uint32_t i = 0; i < count; i++)
		order[i] = i;
	if (count)
		qsort_r(order, count, sizeof(*order), by_name, layout);
	return order;
}

struct hm_error *layouts_match_names(struct layout *left, struct layout *right)
{
	SCOPED_FREE uint32_t *left_order = sorted_by_name(left);
	SCOPED_FREE uint32_t *right_order = sorted_by_name(right);
	if (!left_order || !right_order)
		return error_nomem();
	size_t i = 0, j = 0;
	while (i < left->leaves.list.count && j < right->leaves.list.count) {
		uint32_t one = left_order[i], other = right_order[j];
		int order = strcmp(leaf_name(left, one), leaf_name(right, other));
		if (order == 0 && *leaf_name(left, one)) {
			left->partners[one] = other;
			right->partners[other] = one;
		}
		i += order <= 0;
		j += order >= 0;
	}
	return NULL;
}

/* ---------------------------------------------------------------- alternatives */

/* A leaf by what it was made of. */
struct leaf_key {
	const struct member *member;
	uint64_t offset_bits;
	uint32_t leaf;
};

/* What is known of a part of a layout. */
struct extent {
	bool known;		 /* some leaf of it has a partner */
	uint64_t end, known_end; /* of all leaves; of partners, where they stand */
};

struct search {
	struct layout *layout;
	const struct layout *other;
	bool within, failed;
	struct leaf_key *keys;
	/* Of the members that are being looked at, innermost last. */
	VECTOR(struct extent) extents;
};

static void search_deinit(struct search *search)
{
	free(search->keys);
	vector_deinit(&search->extents);
}

static int by_key(const void *a, const void *b)
{
	const struct leaf_key *left = a, *right = b;
	if (left->member != right->member)
		return left->member < right->member ? -1 : 1;
	if (left->offset_bits != right->offset_bits)
		return left->offset_bits < right->offset_bits ? -1 : 1;
	return 0;
}

static struct hm_error *search_init(struct search *search, struct layout *layout)
{
	size_t count = layout->leaves.list.count;
	search->layout = layout;
	search->keys = malloc((count + 1) * sizeof(*search->keys));
	if (!search->keys)
		return error_nomem();
	for (uint32_t i = 0; i < count; i++) {
		const struct leaf *leaf = &layout->leaves.list.data[i];
		search->keys[i] = (struct leaf_key){ leaf->member, leaf->offset_bits, i };
	}
	if (count)
		qsort(search->keys, count, sizeof(*search->keys), by_key);
	return NULL;
}

static uint32_t find_leaf(const struct search *search, const struct member *member,
			  uint64_t offset_bits)
{
	struct leaf_key wanted = { member, offset_bits, 0 };
	const struct leaf_key *found =
		bsearch(&wanted, search->keys, search->layout->leaves.list.count,
			sizeof(wanted), by_key);
	return found ? found->leaf : NO_PARTNER;
}

static uint64_t saturated_sum(uint64_t a, uint64_t b)
{
	uint64_t sum;
	return __builtin_add_overflow(a, b, &sum) ? UINT64_MAX : sum;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
	return a > b ? a : b;
}

static uint64_t leaf_end(const struct layout *layout, uint32_t leaf)
{
	return saturated_sum(layout->leaves.list.data[leaf].offset_bits,
			     layout_width(layout, leaf));
}

static bool is_nested(const struct graph *graph, const struct member *member)
{
	unsigned kind = graph_type(graph, member->type.id)->kind;
	return !member->name && (kind == TYPE_STRUCT || kind == TYPE_UNION);
}

/* The functions that call themselves go no deeper than graph_leaves() has been. */

static void set_union_ends(const struct search *search, uint32_t type_id,
			   uint64_t offset_bits, uint64_t end)
{
	const struct graph *graph = search->layout->graph;
	const struct type *type = graph_type(graph, type_id);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member = &graph->members.data[type->first + i];
		uint64_t at = offset_bits + member->offset_bits;
		const struct type *inner = graph_type(graph, member->type.id);
		if (!is_nested(graph, member)) {
			uint32_t leaf = find_leaf(search, member, at);
			if (leaf != NO_PARTNER)
				search->layout->union_end[leaf] = end;
			continue;
		}
		uint64_t inner_end = end;
		if (inner->kind == TYPE_UNION && inner->count > 1 &&
		    (__builtin_mul_overflow(inner->size, 8, &inner_end) ||
		     __builtin_add_overflow(inner_end, at, &inner_end)))
			inner_end = UINT64_MAX;
		set_union_ends(search, member->type.id, at, inner_end);
	}
}

static struct extent leaf_extent(const struct search *search, uint32_t leaf)
{
	struct extent extent = { .end = leaf_end(search->layout, leaf) };
	uint32_t partner = search->layout->partners[leaf];
	if (partner == NO_PARTNER)
		return extent;
	extent.known = true;
	extent.known_end = larger(leaf_end(search->other, partner),
				  search->other->union_end[partner]);
	return extent;
}

static void mark_below(const struct search *search, const struct member *member,
		       uint64_t offset_bits)
{
	const struct graph *graph = search->layout->graph;
	if (!is_nested(graph, member)) {
		uint32_t leaf = find_leaf(search, member, offset_bits);
		if (leaf != NO_PARTNER)
			search->layout->alternative[leaf] = true;
		return;
	}
	const struct type *type = graph_type(graph, member->type.id);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *inner = &graph->members.data[type->first + i];
		mark_below(search, inner, offset_bits + inner->offset_bits);
	}
}

/* Marks the members of a union that have nothing known in them. */
static void mark_alternatives(const struct search *search, const struct type *type,
			      uint64_t offset_bits, const struct extent *extents,
			      uint64_t limit)
{
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member =
			&search->layout->graph->members.data[type->first + i];
		if (!extents[i].known && (!search->within || extents[i].end <= limit))
			mark_below(search, member, offset_bits + member->offset_bits);
	}
}

static struct extent look_into(struct search *search, uint32_t type_id,
			       uint64_t offset_bits, bool outermost)
{
	const struct graph *graph = search->layout->graph;
	const struct type *type = graph_type(graph, type_id);
	struct extent all = { 0 };
	size_t first = search->extents.count;
	for (uint32_t i = 0; i < type->count && !search->failed; i++) {
		const struct member *member = &graph->members.data[type->first + i];
		uint64_t at = offset_bits + member->offset_bits;
		struct extent extent = { 0 };
		if (is_nested(graph, member))
			extent = look_into(search, member->type.id, at, false);
		else if (find_leaf(search, member, at) != NO_PARTNER)
			extent = leaf_extent(search, find_leaf(search, member, at));
		all.known |= extent.known;
		all.end = larger(all.end, extent.end);
		all.known_end = larger(all.known_end, extent.known_end);
		search->failed |= !vector_push(&search->extents, extent);
	}
	if (type->kind == TYPE_UNION && type->count && !search->failed) {
		const struct extent *extents = &search->extents.data[first];
		/* The size of the outermost union is a finding of its own. */
		if (outermost)
			mark_alternatives(search, type, offset_bits, extents, UINT64_MAX);
		else if (type->count > 1 && all.known)
			mark_alternatives(search, type, offset_bits, extents,
					  all.known_end);
	}
	search->extents.count = first;
	return all;
}

static bool has_lonely_leaf(const struct layout *layout)
{
	for (size_t i = 0; i < layout->leaves.list.count; i++)
		if (layout->partners[i] == NO_PARTNER)
			return true;
	return false;
}

struct hm_error *layout_find_alternatives(struct layout *layout, struct layout *other,
					  bool within)
{
	if (!has_lonely_leaf(layout))
		return NULL;
	SCOPED(search_deinit) struct search there = { 0 };
	SCOPED(search_deinit) struct search here = { .other = other, .within = within };
	TRY(search_init(&there, other));
	TRY(search_init(&here, layout));
	set_union_ends(&there, other->type, 0, 0);
	look_into(&here, layout->type, 0, true);
	return here.failed ? error_nomem() : NULL;
}
