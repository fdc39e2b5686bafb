// SPDX-License-Identifier: BSD-3-Clause
#include "notes/graph_check.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"

enum walk_mode {
	/* Arrays to elements, structs and unions to members, choices to alternatives. */
	WALK_CONTAINMENT,
	/* All edges but those out of a struct or union that has a tag. */
	WALK_NESTING,
};

/* What is known of a type: nothing, on the way, or how deep it goes. */
#define DEPTH_UNSEEN 0
#define DEPTH_OPEN UINT32_MAX

struct frame {
	uint32_t id, next;
};

struct walk {
	const struct graph *graph;
	enum walk_mode mode;
	uint32_t *depth;
	/* Members of the type when those of anonymous members are counted as its own. */
	uint64_t *expansion;
	VECTOR(struct frame) stack;
};

static void walk_deinit(struct walk *walk)
{
	free(walk->depth);
	free(walk->expansion);
	vector_deinit(&walk->stack);
}

static const char *tag_of(const struct type *type)
{
	return type->tag ? type->tag : "without a tag";
}

static bool has_members(const struct type *type)
{
	return (type->kind == TYPE_STRUCT || type->kind == TYPE_UNION) &&
	       !(type->flags & TYPE_OPAQUE);
}

/* The edges that the mode follows: first the target, then the slice. */
static bool follows_target(const struct walk *walk, const struct type *type)
{
	switch (type->kind) {
	case TYPE_ARRAY:
	case TYPE_VECTOR:
		return true;
	case TYPE_POINTER:
	case TYPE_FUNCTION:
		return walk->mode == WALK_NESTING;
	default:
		return false;
	}
}

static bool follows_slice(const struct walk *walk, const struct type *type)
{
	if (has_members(type))
		return walk->mode == WALK_CONTAINMENT || !type->tag;
	if (type->kind == TYPE_FUNCTION)
		return walk->mode == WALK_NESTING;
	return type->kind == TYPE_CHOICE;
}

static bool edge_at(const struct walk *walk, uint32_t id, uint32_t number, uint32_t *ret)
{
	const struct graph *graph = walk->graph;
	const struct type *type = graph_type(graph, id);
	if (follows_target(walk, type)) {
		if (number == 0) {
			*ret = type->target.id;
			return true;
		}
		number--;
	}
	if (!follows_slice(walk, type) || number >= type->count)
		return false;
	size_t at = (size_t)type->first + number;
	*ret = has_members(type) ? graph->members.data[at].type.id
				 : graph->params.data[at].id;
	return true;
}

static struct hm_error *cycle_error(const struct walk *walk, uint32_t id)
{
	const struct type *type = graph_type(walk->graph, id);
	if (walk->mode == WALK_CONTAINMENT)
		return error_new(HM_ERR_STAMP, "type %u (%s %s) contains itself", id,
				 type_kind_name(type->kind), tag_of(type));
	return error_new(HM_ERR_STAMP, "type %u (%s) leads to itself without a tag", id,
			 type_kind_name(type->kind));
}

static struct hm_error *check_depth(const struct walk *walk, uint32_t id)
{
	uint32_t depth_max = walk->mode == WALK_CONTAINMENT ? FORMAT_CONTAINMENT_MAX
							    : FORMAT_NESTING_MAX;
	if (walk->depth[id] <= depth_max)
		return NULL;
	return error_new(HM_ERR_STAMP, "type %u (%s) is nested more than %u deep", id,
			 type_kind_name(graph_type(walk->graph, id)->kind), depth_max);
}

static struct hm_error *walk_push(struct walk *walk, uint32_t id)
{
	walk->depth[id] = DEPTH_OPEN;
	struct frame frame = { id, 0 };
	return vector_push(&walk->stack, frame) ? NULL : error_nomem();
}

/* Members without a name are dissolved: theirs count as the type's own. */
static uint64_t expansion_of(const struct walk *walk, uint32_t id)
{
	const struct type *type = graph_type(walk->graph, id);
	uint64_t expansion = 0;
	if (!has_members(type))
		return 0;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member = &walk->graph->members.data[type->first + i];
		expansion += 1 + (member->name ? 0 : walk->expansion[member->type.id]);
		/* Sums of two such numbers cannot overflow. */
		if (expansion > UINT32_MAX)
			expansion = UINT32_MAX;
	}
	return expansion;
}

/* All edges are done: the depth is one more than that of the deepest behind them. */
static struct hm_error *walk_close(struct walk *walk, uint32_t id)
{
	uint32_t deepest = 0, to;
	for (uint32_t i = 0; edge_at(walk, id, i, &to); i++)
		if (walk->depth[to] > deepest)
			deepest = walk->depth[to];
	walk->depth[id] = deepest + 1;
	walk->expansion[id] = expansion_of(walk, id);
	return check_depth(walk, id);
}

static struct hm_error *walk_from(struct walk *walk, uint32_t root)
{
	TRY(walk_push(walk, root));
	while (walk->stack.count) {
		struct frame *frame = &walk->stack.data[walk->stack.count - 1];
		uint32_t to;
		if (!edge_at(walk, frame->id, frame->next++, &to)) {
			TRY(walk_close(walk, frame->id));
			walk->stack.count--;
		} else if (walk->depth[to] == DEPTH_OPEN) {
			return cycle_error(walk, to);
		} else if (walk->depth[to] == DEPTH_UNSEEN) {
			TRY(walk_push(walk, to));
		}
	}
	return NULL;
}

static struct hm_error *check_expansion(const struct walk *walk)
{
	uint64_t total = 0, allowed = walk->graph->members.count;
	allowed = allowed * FORMAT_EXPANSION_MAX + FORMAT_EXPANSION_MIN;
	for (size_t id = 0; id < walk->graph->types.count; id++) {
		total += walk->expansion[id];
		if (total > allowed)
			return error_new(
				HM_ERR_STAMP, "%zu members expand to more than %llu",
				walk->graph->members.count, (unsigned long long)allowed);
	}
	return NULL;
}

static struct hm_error *check_walk(const struct graph *graph, enum walk_mode mode)
{
	size_t count = graph->types.count;
	SCOPED(walk_deinit)
	struct walk walk = {
		.graph = graph,
		.mode = mode,
		.depth = calloc(count, sizeof(*walk.depth)),
		.expansion = calloc(count, sizeof(*walk.expansion)),
	};
	if (!walk.depth || !walk.expansion)
		return error_nomem();
	for (uint32_t id = 0; id < count; id++)
		if (walk.depth[id] == DEPTH_UNSEEN)
			TRY(walk_from(&walk, id));
	return mode == WALK_CONTAINMENT ? check_expansion(&walk) : NULL;
}

static struct hm_error *check_members(const struct graph *graph)
{
	vector_for_each (member, &graph->members) {
		if (member->name)
			continue;
		const struct type *type = graph_type(graph, member->type.id);
		if (!has_members(type))
			return error_new(HM_ERR_STAMP,
					 "a member without a name is %s %s, no struct or "
					 "union with a body",
					 type_kind_name(type->kind), tag_of(type));
	}
	return NULL;
}

struct hm_error *graph_check(const struct graph *graph)
{
	TRY(check_members(graph));
	TRY(check_walk(graph, WALK_CONTAINMENT));
	return check_walk(graph, WALK_NESTING);
}
