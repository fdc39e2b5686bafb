// SPDX-License-Identifier: BSD-3-Clause
#include "verify/layout.h"

#include "base/error.h"
#include "base/scope.h"

#include <string.h>

/* No machine that we know aligns a scalar more than this by itself. */
#define NATURAL_ALIGN_MAX 16

uint64_t graph_size(const struct graph *graph, uint32_t id)
{
	uint64_t count = 1;
	for (size_t steps = 0; steps <= graph->types.count; steps++) {
		const struct type *type = graph_type(graph, id);
		uint64_t size;
		switch (type->kind) {
		case TYPE_ARRAY:
			if (type->length == LENGTH_UNKNOWN)
				return 0;
			if (__builtin_mul_overflow(count, type->length, &count))
				return UINT64_MAX;
			id = type->target.id;
			break;
		case TYPE_CHOICE:
			if (!type->count)
				return 0;
			id = graph->params.data[type->first].id;
			break;
		case TYPE_VOID:
		case TYPE_FUNCTION:
			return 0;
		default:
			if (__builtin_mul_overflow(count, type->size, &size))
				return UINT64_MAX;
			return size;
		}
	}
	return 0;
}

static uint64_t lowest_bit(uint64_t value)
{
	return value & -value;
}

static uint64_t natural_align(uint64_t size, uint64_t limit)
{
	uint64_t align = lowest_bit(size);
	return !align ? 1 : align < limit ? align : limit;
}

static uint64_t declared_align(uint8_t align)
{
	return align && align <= 64 ? 1ull << (align - 1) : 1;
}

/* The alignment of a type whose structs have been settled. */
static uint64_t type_align(const struct graph *graph, uint32_t id)
{
	for (size_t steps = 0; steps <= graph->types.count; steps++) {
		const struct type *type = graph_type(graph, id);
		struct type_ref next;
		switch (type->kind) {
		case TYPE_BASE:
			return natural_align(type->encoding == BASE_COMPLEX
						     ? type->size / 2
						     : type->size,
					     NATURAL_ALIGN_MAX);
		case TYPE_POINTER:
		case TYPE_ENUM:
			return natural_align(type->size, NATURAL_ALIGN_MAX);
		case TYPE_VECTOR:
			return natural_align(type->size, UINT64_MAX);
		case TYPE_STRUCT:
		case TYPE_UNION:
			return declared_align(type->align);
		case TYPE_ARRAY:
			next = type->target;
			break;
		case TYPE_CHOICE:
			if (!type->count)
				return 1;
			next = graph->params.data[type->first];
			break;
		default:
			return 1;
		}
		if (next.align)
			return declared_align(next.align);
		id = next.id;
	}
	return 1;
}

uint64_t graph_align(const struct graph *graph, struct type_ref ref)
{
	return ref.align ? declared_align(ref.align) : type_align(graph, ref.id);
}

static uint8_t align_code(uint64_t align)
{
	return align ? (uint8_t)(__builtin_ctzll(align) + 1) : 0;
}

static bool is_aggregate(const struct type *type)
{
	return type->kind == TYPE_STRUCT || type->kind == TYPE_UNION;
}

static bool stands_at(const struct member *member, uint64_t align)
{
	return member->offset_bits / 8 % align == 0;
}

/* A member that is a struct cannot be aligned to less, unless it is packed. */
static uint64_t member_align(const struct graph *graph, const struct member *member)
{
	uint64_t declared = graph_align(graph, member->type);
	if (!member->type.align || !is_aggregate(graph_type(graph, member->type.id)))
		return declared;
	uint64_t own = type_align(graph, member->type.id);
	return declared < own && stands_at(member, own) ? own : declared;
}

uint64_t graph_members_align(const struct graph *graph, const struct type *type)
{
	uint64_t largest = 1;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member = &graph->members.data[type->first + i];
		uint64_t align = member_align(graph, member);
		/* A bit-field aligns its struct by its declared type, wherever it stands.
		 */
		bool stands = member->size_bits || stands_at(member, align);
		if (stands && align > largest)
			largest = align;
	}
	uint64_t limit = lowest_bit(type->size);
	return limit && largest > limit ? limit : largest;
}

/* Where a member's type leads by value: through arrays to what has a size of its own. */
static uint32_t element_type(const struct graph *graph, uint32_t id)
{
	for (size_t steps = 0; steps <= graph->types.count; steps++) {
		const struct type *type = graph_type(graph, id);
		if (type->kind == TYPE_ARRAY)
			id = type->target.id;
		else if (type->kind == TYPE_CHOICE && type->count)
			id = graph->params.data[type->first].id;
		else
			break;
	}
	return id;
}

/* Whether a member is aligned to something that is not known, or not for certain. */
static bool holds_unknown(const struct graph *graph, const struct type *type)
{
	for (uint32_t i = 0; i < type->count; i++) {
		struct type_ref ref = graph->members.data[type->first + i].type;
		const struct type *inner = graph_type(graph, element_type(graph, ref.id));
		if (!ref.align && is_aggregate(inner) &&
		    inner->flags & (TYPE_OPAQUE | TYPE_RETICENT))
			return true;
	}
	return false;
}

/*
 * All members have been settled. Where the alignment of a struct is declared, those of
 * its members say nothing: it may be packed, as in `packed, aligned(4)`.
 */
static void settle_struct(const struct graph *graph, struct type *type)
{
	if (type->align)
		return;
	type->align = align_code(graph_members_align(graph, type));
	if (holds_unknown(graph, type))
		type->flags |= TYPE_RETICENT;
}

struct settling {
	uint32_t id;
	uint32_t next; /* the member that comes next */
};

enum { SETTLE_NEW, SETTLE_OPEN, SETTLE_DONE };

/* Depth first without recursion: contained structs are settled before their container. */
static struct hm_error *settle_from(struct graph *graph, uint32_t root, uint8_t *state)
{
	VECTOR(struct settling) stack = { 0 };
	struct hm_error *error = NULL;
	if (!vector_push(&stack, ((struct settling){ root, 0 })))
		return error_nomem();
	state[root] = SETTLE_OPEN;
	while (stack.count) {
		struct settling *top = &stack.data[stack.count - 1];
		struct type *type = &graph->types.data[top->id];
		if (top->next == type->count) {
			settle_struct(graph, type);
			state[top->id] = SETTLE_DONE;
			stack.count--;
			continue;
		}
		const struct member *member =
			&graph->members.data[type->first + top->next++];
		uint32_t inner = element_type(graph, member->type.id);
		if (!is_aggregate(graph_type(graph, inner)) ||
		    state[inner] == SETTLE_DONE)
			continue;
		if (state[inner] == SETTLE_OPEN) {
			error = error_new(HM_ERR_FORMAT, "%s %s contains itself",
					  type_kind_name(type->kind),
					  type->tag ? type->tag : "(no tag)");
			break;
		}
		state[inner] = SETTLE_OPEN;
		if (!vector_push(&stack, ((struct settling){ inner, 0 }))) {
			error = error_nomem();
			break;
		}
	}
	vector_deinit(&stack);
	return error;
}

static void drop_natural(const struct graph *graph, struct type_ref *ref)
{
	if (ref->align && declared_align(ref->align) == type_align(graph, ref->id))
		ref->align = 0;
}

/* What is declared without effect is nobody's identity. */
static void drop_idle(struct graph *graph)
{
	vector_for_each (member, &graph->members)
		member->type.align = 0;
	vector_for_each (type, &graph->types) {
		if (type->kind == TYPE_FUNCTION) {
			type->target.align = 0;
			for (uint32_t i = 0; i < type->count; i++)
				graph->params.data[type->first + i].align = 0;
		} else {
			drop_natural(graph, &type->target);
		}
	}
}

struct hm_error *graph_settle(struct graph *graph)
{
	SCOPED_FREE uint8_t *state = calloc(graph->types.count, 1);
	if (!state)
		return error_nomem();
	for (uint32_t id = 0; id < graph->types.count; id++)
		if (is_aggregate(graph_type(graph, id)) && state[id] == SETTLE_NEW)
			TRY(settle_from(graph, id, state));
	drop_idle(graph);
	return NULL;
}

void leaves_deinit(struct leaves *leaves)
{
	vector_deinit(&leaves->list);
}

struct flattening {
	const struct graph *graph;
	struct leaves *leaves;
	uint32_t alternatives; /* numbers given so far */
	uint32_t visits;       /* members looked at, anonymous ones included */
};

static struct hm_error *flatten(struct flattening *flattening, uint32_t id,
				uint64_t offset_bits, uint32_t alternative,
				unsigned depth)
{
	const struct graph *graph = flattening->graph;
	const struct type *type = graph_type(graph, id);
	if (depth > LEAVES_MAX_DEPTH)
		return error_new(HM_ERR_FORMAT,
				 "anonymous members are nested more than %d deep",
				 LEAVES_MAX_DEPTH);
	bool choosing = type->kind == TYPE_UNION && type->count > 1;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member = &graph->members.data[type->first + i];
		uint64_t at;
		if (++flattening->visits > LEAVES_MAX)
			return error_new(HM_ERR_FORMAT, "more than %u members",
					 LEAVES_MAX);
		if (__builtin_add_overflow(offset_bits, member->offset_bits, &at))
			return error_new(HM_ERR_FORMAT, "offset of a member overflows");
		if (choosing)
			alternative = ++flattening->alternatives;
		if (!member->name && is_aggregate(graph_type(graph, member->type.id))) {
			TRY(flatten(flattening, member->type.id, at, alternative,
				    depth + 1));
			continue;
		}
		struct leaf leaf = { member, at, alternative };
		if (flattening->leaves->list.count >= LEAVES_MAX)
			return error_new(HM_ERR_FORMAT, "more than %u members",
					 LEAVES_MAX);
		if (!vector_push(&flattening->leaves->list, leaf))
			return error_nomem();
	}
	return NULL;
}

static int leaf_compare(const void *a, const void *b)
{
	const struct leaf *left = a, *right = b;
	if (left->offset_bits != right->offset_bits)
		return left->offset_bits < right->offset_bits ? -1 : 1;
	if (left->member->size_bits != right->member->size_bits)
		return left->member->size_bits < right->member->size_bits ? -1 : 1;
	const char *left_name = left->member->name ? left->member->name : "";
	const char *right_name = right->member->name ? right->member->name : "";
	return strcmp(left_name, right_name);
}

struct hm_error *graph_leaves(const struct graph *graph, uint32_t id, struct leaves *ret)
{
	struct leaves leaves = { 0 };
	struct flattening flattening = { .graph = graph, .leaves = &leaves };
	struct hm_error *error = flatten(&flattening, id, 0, 0, 0);
	if (error) {
		leaves_deinit(&leaves);
		return error;
	}
	if (leaves.list.count)
		qsort(leaves.list.data, leaves.list.count, sizeof(struct leaf),
		      leaf_compare);
	*ret = leaves;
	return NULL;
}
