// SPDX-License-Identifier: BSD-3-Clause
#include "verify/hash_stream.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/hash.h"
#include "verify/layout.h"

#include <string.h>

/* How an edge is written: what follows tells the type that it leads to. */
enum edge_form {
	EDGE_INLINE = 1,  /* its digest */
	EDGE_TAG = 2,	  /* its kind and tag */
	EDGE_CONTENT = 3, /* its digest of the round before */
	EDGE_SIGN = 4,	  /* a bit-field's integer: nothing but its sign */
};

/* What a stream begins with: the thing that it describes. */
enum stream_subject {
	SUBJECT_TYPE = 1,
	SUBJECT_SYMBOL = 2,
	SUBJECT_CLOSURE = 3,
	SUBJECT_SYMBOL_CLOSURE = 4,
	SUBJECT_FACE = 5,
};

static void stream_text(struct buffer *buffer, const char *text)
{
	size_t length = text ? strlen(text) : 0;
	buffer_uleb(buffer, length);
	buffer_bytes(buffer, text, length);
}

struct hm_error *stream_init(struct stream *stream, const struct graph *graph)
{
	size_t count = graph->types.count;
	*stream = (struct stream){
		.graph = graph,
		.standing = calloc(count, 1),
		.unsettled = calloc(count, sizeof(bool)),
		.settled = calloc(count, sizeof(struct digest)),
		.fresh = calloc(count, sizeof(struct digest)),
	};
	if (!stream->standing || !stream->unsettled || !stream->settled || !stream->fresh)
		return error_nomem();
	for (uint32_t id = 0; id < count; id++) {
		const struct type *type = graph_type(graph, id);
		if (type_is_tagged_kind(type->kind) && type->tag)
			stream->standing[id] = STAND_BY_TAG;
	}
	return NULL;
}

void stream_deinit(struct stream *stream)
{
	free(stream->standing);
	free(stream->unsettled);
	free(stream->settled);
	free(stream->fresh);
}

static bool has_target(const struct type *type)
{
	return type->kind == TYPE_POINTER || type->kind == TYPE_ARRAY ||
	       type->kind == TYPE_VECTOR || type->kind == TYPE_FUNCTION;
}

bool stream_edge_at(const struct graph *graph, const struct type *type, uint32_t number,
		    uint32_t *ret)
{
	if (has_target(type) && number-- == 0) {
		*ret = type->target.id;
		return true;
	}
	if (number >= type->count || type->kind == TYPE_ENUM)
		return false;
	*ret = type->kind == TYPE_STRUCT || type->kind == TYPE_UNION
		       ? graph->members.data[type->first + number].type.id
		       : graph->params.data[type->first + number].id;
	return true;
}

/* --------------------------------------------------------------------- order */

struct visit {
	uint32_t id;
	uint32_t next; /* the edge that comes next */
};

struct ordering {
	const struct stream *stream;
	VECTOR(struct visit) stack;
	uint8_t *state;
	uint32_t *order;
	size_t count;
};

enum { VISIT_NEW, VISIT_OPEN, VISIT_DONE };

static struct hm_error *open_visit(struct ordering *ordering, uint32_t id)
{
	ordering->state[id] = VISIT_OPEN;
	if (!vector_push(&ordering->stack, ((struct visit){ id, 0 })))
		return error_nomem();
	return NULL;
}

static struct hm_error *order_from(struct ordering *ordering, uint32_t root)
{
	const struct graph *graph = ordering->stream->graph;
	TRY(open_visit(ordering, root));
	while (ordering->stack.count) {
		struct visit *top = &ordering->stack.data[ordering->stack.count - 1];
		uint32_t to;
		if (!stream_edge_at(graph, graph_type(graph, top->id), top->next, &to)) {
			ordering->state[top->id] = VISIT_DONE;
			ordering->order[ordering->count++] = top->id;
			ordering->stack.count--;
			continue;
		}
		top->next++;
		if (ordering->stream->standing[to] != STAND_INLINE ||
		    ordering->state[to] == VISIT_DONE)
			continue;
		if (ordering->state[to] == VISIT_OPEN)
			return error_new(
				HM_ERR_FORMAT,
				"a type refers to itself without any tag between");
		TRY(open_visit(ordering, to));
	}
	return NULL;
}

static void ordering_deinit(struct ordering *ordering)
{
	vector_deinit(&ordering->stack);
	free(ordering->state);
	free(ordering->order);
}

struct hm_error *stream_order(const struct stream *stream, uint32_t **ret,
			      size_t *ret_count)
{
	size_t count = stream->graph->types.count;
	SCOPED(ordering_deinit)
	struct ordering ordering = {
		.stream = stream,
		.state = calloc(count, 1),
		.order = malloc(count * sizeof(uint32_t)),
	};
	if (!ordering.state || !ordering.order)
		return error_nomem();
	for (uint32_t id = 0; id < count; id++)
		if (ordering.state[id] == VISIT_NEW)
			TRY(order_from(&ordering, id));
	*ret_count = ordering.count;
	*ret = TAKE(ordering.order);
	return NULL;
}

/* --------------------------------------------------------------------- bytes */

static void stream_edge(const struct stream *stream, struct type_ref ref,
			struct buffer *ret)
{
	const struct type *type = graph_type(stream->graph, ref.id);
	buffer_u8(ret, ref.quals);
	buffer_u8(ret, ref.align);
	if (stream->standing[ref.id] == STAND_INLINE) {
		buffer_u8(ret, EDGE_INLINE);
		buffer_bytes(ret, &stream->fresh[ref.id], sizeof(struct digest));
	} else if (stream->standing[ref.id] == STAND_BY_CONTENT) {
		buffer_u8(ret, EDGE_CONTENT);
		buffer_bytes(ret, &stream->settled[ref.id], sizeof(struct digest));
	} else {
		buffer_u8(ret, EDGE_TAG);
		buffer_u8(ret, type->kind);
		stream_text(ret, type->tag);
	}
}

/* The declared type of a bit-field does not matter beyond its sign, unless it is an enum.
 */
static void stream_bit_field(const struct stream *stream, struct type_ref ref,
			     struct buffer *ret)
{
	const struct type *type = graph_type(stream->graph, ref.id);
	if (type->kind != TYPE_BASE) {
		stream_edge(stream, ref, ret);
		return;
	}
	buffer_u8(ret, ref.quals);
	buffer_u8(ret, EDGE_SIGN);
	buffer_u8(ret, type->encoding == BASE_SIGNED);
}

static struct hm_error *stream_aggregate(const struct stream *stream, uint32_t id,
					 struct buffer *ret)
{
	SCOPED(leaves_deinit) struct leaves leaves = { 0 };
	TRY(graph_leaves(stream->graph, id, &leaves));
	const struct type *type = graph_type(stream->graph, id);
	buffer_uleb(ret, type->size);
	buffer_uleb(ret, graph_align(stream->graph, (struct type_ref){ .id = id }));
	buffer_uleb(ret, leaves.list.count);
	vector_for_each (leaf, &leaves.list) {
		stream_text(ret, leaf->member->name);
		buffer_uleb(ret, leaf->offset_bits);
		buffer_uleb(ret, leaf->member->size_bits);
		if (leaf->member->size_bits)
			stream_bit_field(stream, leaf->member->type, ret);
		else
			stream_edge(stream, leaf->member->type, ret);
	}
	return NULL;
}

static int enumerator_compare(const void *a, const void *b)
{
	const struct enumerator *left = a, *right = b;
	if (left->value != right->value)
		return left->value < right->value ? -1 : 1;
	return strcmp(left->name, right->name);
}

static struct hm_error *stream_enum(const struct stream *stream, const struct type *type,
				    struct buffer *ret)
{
	SCOPED_FREE struct enumerator *sorted =
		malloc((type->count + 1ul) * sizeof(*sorted));
	if (!sorted)
		return error_nomem();
	if (type->count) {
		memcpy(sorted, stream->graph->enumerators.data + type->first,
		       type->count * sizeof(*sorted));
		qsort(sorted, type->count, sizeof(*sorted), enumerator_compare);
	}
	buffer_uleb(ret, type->size);
	buffer_u8(ret, !!(type->flags & TYPE_SIGNED));
	buffer_uleb(ret, type->count);
	for (uint32_t i = 0; i < type->count; i++) {
		buffer_sleb(ret, sorted[i].value);
		stream_text(ret, sorted[i].name);
	}
	return NULL;
}

static void stream_function(const struct stream *stream, const struct type *type,
			    struct buffer *ret)
{
	buffer_u8(ret, !!(type->flags & TYPE_VARIADIC));
	buffer_u8(ret, !!(type->flags & TYPE_UNPROTOTYPED));
	buffer_u8(ret, type->convention);
	stream_edge(stream, type->target, ret);
	buffer_uleb(ret, type->count);
	for (uint32_t i = 0; i < type->count; i++)
		stream_edge(stream, stream->graph->params.data[type->first + i], ret);
}

static void stream_base(const struct type *type, struct buffer *ret)
{
	buffer_uleb(ret, type->size);
	buffer_u8(ret, type->encoding);
	buffer_u8(ret, type->format);
	buffer_uleb(ret, type->bits);
	stream_text(ret, type->tag);
}

struct span {
	size_t start, size;
};

static int span_compare(const void *a, const void *b, void *bytes)
{
	const struct span *left = a, *right = b;
	const struct buffer *buffer = bytes;
	size_t size = left->size < right->size ? left->size : right->size;
	int order = memcmp(buffer->data + left->start, buffer->data + right->start, size);
	if (order || left->size == right->size)
		return order;
	return left->size < right->size ? -1 : 1;
}

/* Alternatives are a set: their edges are written in the order of their bytes. */
static struct hm_error *stream_choice(const struct stream *stream,
				      const struct type *type, struct buffer *ret)
{
	SCOPED(buffer_deinit) struct buffer edges = { 0 };
	SCOPED_FREE struct span *spans = malloc((type->count + 1ul) * sizeof(*spans));
	if (!spans)
		return error_nomem();
	for (uint32_t i = 0; i < type->count; i++) {
		spans[i].start = edges.size;
		stream_edge(stream, stream->graph->params.data[type->first + i], &edges);
		spans[i].size = edges.size - spans[i].start;
	}
	if (edges.failed)
		return error_nomem();
	qsort_r(spans, type->count, sizeof(*spans), span_compare, &edges);
	buffer_uleb(ret, type->count);
	for (uint32_t i = 0; i < type->count; i++)
		buffer_bytes(ret, edges.data + spans[i].start, spans[i].size);
	return NULL;
}

struct hm_error *stream_type(const struct stream *stream, uint32_t id, struct buffer *ret)
{
	const struct type *type = graph_type(stream->graph, id);
	buffer_u8(ret, HASH_STREAM_VERSION);
	buffer_u8(ret, SUBJECT_TYPE);
	buffer_u8(ret, type->kind);
	if (type_is_tagged_kind(type->kind)) {
		stream_text(ret, type->tag);
		buffer_u8(ret, !!(type->flags & TYPE_OPAQUE));
		if (type->flags & TYPE_OPAQUE)
			return NULL;
	}
	switch (type->kind) {
	case TYPE_BASE:
		stream_base(type, ret);
		break;
	case TYPE_POINTER:
		buffer_uleb(ret, type->size);
		stream_edge(stream, type->target, ret);
		break;
	case TYPE_ARRAY:
		buffer_uleb(ret, type->length);
		stream_edge(stream, type->target, ret);
		break;
	case TYPE_VECTOR:
		buffer_uleb(ret, type->size);
		buffer_uleb(ret, type->length);
		stream_edge(stream, type->target, ret);
		break;
	case TYPE_STRUCT:
	case TYPE_UNION:
		return stream_aggregate(stream, id, ret);
	case TYPE_ENUM:
		return stream_enum(stream, type, ret);
	case TYPE_FUNCTION:
		stream_function(stream, type, ret);
		break;
	case TYPE_CHOICE:
		return stream_choice(stream, type, ret);
	}
	return NULL;
}

void stream_symbol(const struct stream *stream, const struct stamp_symbol *symbol,
		   struct buffer *ret)
{
	buffer_u8(ret, HASH_STREAM_VERSION);
	buffer_u8(ret, SUBJECT_SYMBOL);
	buffer_u8(ret, symbol->kind);
	/* An object's alignment counts by its effect. */
	buffer_uleb(ret, symbol->kind == SYMBOL_FUNCTION
				 ? 1
				 : graph_align(stream->graph, symbol->type));
	struct type_ref edge = { symbol->type.id, symbol->type.quals, 0 };
	stream_edge(stream, edge, ret);
}

void stream_closure_types(struct buffer *ret)
{
	buffer_u8(ret, HASH_STREAM_VERSION);
	buffer_u8(ret, SUBJECT_CLOSURE);
}

/* The name as well: whoever has the hash in a set knows which symbol agrees. */
static void stream_itself(const struct stamp_symbol *symbol, struct buffer *ret)
{
	stream_text(ret, symbol->name);
	buffer_u8(ret, !!(symbol->flags & SYMBOL_NORETURN));
	buffer_u8(ret, symbol->type.quals);
	buffer_u8(ret, symbol->type.align);
	buffer_bytes(ret, symbol->digest.bytes, DIGEST_SIZE);
}

void stream_closure_symbol(const struct stamp_symbol *symbol, struct buffer *ret)
{
	buffer_u8(ret, HASH_STREAM_VERSION);
	buffer_u8(ret, SUBJECT_SYMBOL_CLOSURE);
	stream_itself(symbol, ret);
}

void stream_face(const struct stamp_symbol *symbol, struct buffer *ret)
{
	buffer_u8(ret, HASH_STREAM_VERSION);
	buffer_u8(ret, SUBJECT_FACE);
	stream_itself(symbol, ret);
}

static bool is_opaque(const struct graph *graph, uint32_t id)
{
	return graph_type(graph, id)->flags & TYPE_OPAQUE;
}

bool stream_has_opaque_values(const struct graph *graph)
{
	for (uint32_t id = 0; id < graph->types.count; id++) {
		const struct type *type = graph_type(graph, id);
		uint32_t to;
		if (type->kind == TYPE_POINTER || is_opaque(graph, id))
			continue;
		for (uint32_t i = 0; stream_edge_at(graph, type, i, &to); i++)
			if (is_opaque(graph, to))
				return true;
	}
	return false;
}
