// SPDX-License-Identifier: BSD-3-Clause
#include "notes/encode_types.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"

#include <string.h>

struct encoder {
	const struct graph *graph;
	struct buffer *out;
	/* Strings written so far, in that order. */
	VECTOR(const char *) strings;
	struct index string_index;
	/* By type: whether its tag stands in the tag table. */
	bool *in_tag_table;
	uint64_t pointer_size;
	bool failed;
};

static void encoder_deinit(struct encoder *encoder)
{
	vector_deinit(&encoder->strings);
	index_deinit(&encoder->string_index);
	free(encoder->in_tag_table);
}

static bool string_matches(const void *context, uint32_t value, const void *key)
{
	const struct encoder *encoder = context;
	return strcmp(encoder->strings.data[value], key) == 0;
}

/* A string that was written is a number from `known` on; else it comes here. */
static void put_string(struct encoder *encoder, const char *text, unsigned known)
{
	struct buffer *out = encoder->out;
	size_t length = strlen(text);
	uint64_t hash = hash_bytes(index_key(), text, length);
	uint32_t number =
		index_find(&encoder->string_index, hash, string_matches, encoder, text);
	if (number != INDEX_NONE) {
		buffer_uleb(out, (uint64_t)number + known);
		return;
	}
	uint32_t next = (uint32_t)encoder->strings.count;
	if (!vector_push(&encoder->strings, text) ||
	    !index_add(&encoder->string_index, hash, next))
		encoder->failed = true;
	buffer_uleb(out, known - 1);
	buffer_bytes(out, text, length + 1);
}

static void put_name(struct encoder *encoder, const char *name)
{
	if (name)
		put_string(encoder, name, STRING_KNOWN);
	else
		buffer_uleb(encoder->out, STRING_NONE);
}

static void put_tag(struct encoder *encoder, uint32_t id)
{
	const char *tag = graph_type(encoder->graph, id)->tag;
	if (!tag)
		buffer_uleb(encoder->out, TAG_NONE);
	else if (encoder->in_tag_table[id])
		buffer_uleb(encoder->out, TAG_IN_TABLE);
	else
		put_string(encoder, tag, TAG_KNOWN);
}

static void put_edge(struct encoder *encoder, struct type_ref ref)
{
	bool attributes = ref.quals || ref.align;
	buffer_uleb(encoder->out,
		    (uint64_t)ref.id * 2 + (attributes ? EDGE_ATTRIBUTES : 0));
	if (!attributes)
		return;
	buffer_u8(encoder->out, ref.quals | (ref.align ? EDGE_ALIGNED : 0));
	if (ref.align)
		buffer_u8(encoder->out, ref.align);
}

static void put_head(struct encoder *encoder, const struct type *type, bool first,
		     bool second, bool extra)
{
	unsigned head = type->kind;
	if (type->flags & TYPE_RETICENT)
		head |= TYPE_HEAD_RETICENT;
	if (first)
		head |= TYPE_HEAD_FIRST;
	if (second)
		head |= TYPE_HEAD_SECOND;
	if (extra)
		head |= TYPE_HEAD_EXTRA;
	buffer_u8(encoder->out, (uint8_t)head);
}

static void put_base(struct encoder *encoder, const struct type *type)
{
	put_head(encoder, type, false, false, false);
	buffer_uleb(encoder->out, type->size);
	buffer_u8(encoder->out, type->encoding);
	buffer_u8(encoder->out, type->format);
	buffer_uleb(encoder->out, type->bits);
	if (type->encoding == BASE_OTHER)
		put_name(encoder, type->tag);
}

static void put_pointer(struct encoder *encoder, const struct type *type)
{
	bool extra = type->size != encoder->pointer_size;
	put_head(encoder, type, false, false, extra);
	if (extra)
		buffer_uleb(encoder->out, type->size);
	put_edge(encoder, type->target);
}

static void put_array(struct encoder *encoder, const struct type *type)
{
	bool unknown = type->length == LENGTH_UNKNOWN;
	put_head(encoder, type, unknown, false, false);
	if (!unknown)
		buffer_uleb(encoder->out, type->length);
	put_edge(encoder, type->target);
}

static void put_vector(struct encoder *encoder, const struct type *type)
{
	put_head(encoder, type, false, false, false);
	buffer_uleb(encoder->out, type->size);
	buffer_uleb(encoder->out, type->length);
	put_edge(encoder, type->target);
}

/* Distances are taken modulo 2^64: any order of members has one encoding. */
static void put_members(struct encoder *encoder, const struct type *type)
{
	uint64_t before = 0;
	buffer_uleb(encoder->out, type->count);
	for (uint32_t i = 0; i < type->count; i++) {
		const struct member *member =
			&encoder->graph->members.data[type->first + i];
		int64_t bits = (int64_t)(member->offset_bits - before);
		bool in_bits = member->size_bits || bits % 8;
		before = member->offset_bits;
		put_name(encoder, member->name);
		buffer_sleb(encoder->out, (in_bits ? bits : bits / 8) * 2 +
						  (in_bits ? MEMBER_BITS : 0));
		if (in_bits)
			buffer_uleb(encoder->out, member->size_bits);
		put_edge(encoder, member->type);
	}
}

static void put_struct(struct encoder *encoder, const struct type *type, uint32_t id)
{
	bool opaque = type->flags & TYPE_OPAQUE;
	put_head(encoder, type, opaque, false, type->align);
	if (type->align)
		buffer_u8(encoder->out, type->align);
	put_tag(encoder, id);
	if (opaque)
		return;
	buffer_uleb(encoder->out, type->size);
	put_members(encoder, type);
}

static void put_enum(struct encoder *encoder, const struct type *type, uint32_t id)
{
	bool opaque = type->flags & TYPE_OPAQUE;
	put_head(encoder, type, opaque, type->flags & TYPE_SIGNED, false);
	put_tag(encoder, id);
	if (opaque)
		return;
	buffer_uleb(encoder->out, type->size);
	buffer_uleb(encoder->out, type->count);
	/* Most values are the one before plus 1, and the first is 0. */
	uint64_t usual = 0;
	for (uint32_t i = 0; i < type->count; i++) {
		const struct enumerator *enumerator =
			&encoder->graph->enumerators.data[type->first + i];
		put_name(encoder, enumerator->name);
		buffer_sleb(encoder->out, (int64_t)((uint64_t)enumerator->value - usual));
		usual = (uint64_t)enumerator->value + 1;
	}
}

static void put_params(struct encoder *encoder, const struct type *type)
{
	buffer_uleb(encoder->out, type->count);
	for (uint32_t i = 0; i < type->count; i++)
		put_edge(encoder, encoder->graph->params.data[type->first + i]);
}

static void put_function(struct encoder *encoder, const struct type *type)
{
	put_head(encoder, type, type->flags & TYPE_VARIADIC,
		 type->flags & TYPE_UNPROTOTYPED, type->convention);
	if (type->convention)
		buffer_u8(encoder->out, type->convention);
	put_edge(encoder, type->target);
	put_params(encoder, type);
}

static void put_type(struct encoder *encoder, uint32_t id)
{
	const struct type *type = graph_type(encoder->graph, id);
	switch (type->kind) {
	case TYPE_BASE:
		return put_base(encoder, type);
	case TYPE_POINTER:
		return put_pointer(encoder, type);
	case TYPE_ARRAY:
		return put_array(encoder, type);
	case TYPE_VECTOR:
		return put_vector(encoder, type);
	case TYPE_STRUCT:
	case TYPE_UNION:
		return put_struct(encoder, type, id);
	case TYPE_ENUM:
		return put_enum(encoder, type, id);
	case TYPE_FUNCTION:
		return put_function(encoder, type);
	default:
		put_head(encoder, type, false, false, false);
		if (type->kind == TYPE_CHOICE)
			put_params(encoder, type);
	}
}

/* The size that pointers have unless they say otherwise: the first one's. */
static uint64_t common_pointer_size(const struct graph *graph)
{
	vector_for_each (type, &graph->types)
		if (type->kind == TYPE_POINTER)
			return type->size;
	return 0;
}

struct hm_error *encode_types(const struct stamp *stamp, struct buffer *ret)
{
	const struct graph *graph = &stamp->graph;
	SCOPED(encoder_deinit)
	struct encoder encoder = {
		.graph = graph,
		.out = ret,
		.in_tag_table = calloc(graph->types.count, sizeof(bool)),
		.pointer_size = common_pointer_size(graph),
	};
	if (!encoder.in_tag_table)
		return error_nomem();
	vector_for_each (tag, &stamp->tags)
		if (tag->type < graph->types.count)
			encoder.in_tag_table[tag->type] = true;

	buffer_uleb(ret, graph->types.count - 1);
	buffer_uleb(ret, encoder.pointer_size);
	for (uint32_t id = 1; id < graph->types.count; id++)
		put_type(&encoder, id);
	return encoder.failed || ret->failed ? error_nomem() : NULL;
}
