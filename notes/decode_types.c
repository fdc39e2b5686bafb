// SPDX-License-Identifier: BSD-3-Clause
#include "notes/decode_types.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/format.h"
#include "notes/graph_check.h"

#include <string.h>

/* The least that a part takes in the file: what bounds allocations. */
#define TYPE_SIZE_MIN 2
#define MEMBER_SIZE_MIN 3
#define ENUMERATOR_SIZE_MIN 2
#define PARAM_SIZE_MIN 1

#define TAG_UNLISTED UINT32_MAX

struct decoder {
	struct cursor cursor;
	struct graph *graph;
	const struct stamp *stamp;
	uint32_t type_count;
	/* The type that is being read. */
	uint32_t id;
	/* By type: its entry in the tag table, or TAG_UNLISTED. */
	uint32_t *tags;
	size_t tags_used;
	uint64_t pointer_size;
	bool pointer_seen;
};

static void decoder_deinit(struct decoder *decoder)
{
	free(decoder->tags);
}

static struct hm_error *bad(const struct decoder *decoder, const char *what)
{
	return cursor_error(&decoder->cursor, "type %u: %s", decoder->id, what);
}

static struct hm_error *read_count(struct decoder *decoder, size_t size_min,
				   uint32_t *ret)
{
	uint32_t count;
	TRY(cursor_uleb32(&decoder->cursor, &count));
	if (count > cursor_left(&decoder->cursor) / size_min)
		return bad(decoder, "more parts than the file has room for");
	*ret = count;
	return NULL;
}

static struct hm_error *read_size(struct decoder *decoder, uint64_t *ret)
{
	uint64_t size;
	TRY(cursor_uleb(&decoder->cursor, &size));
	if (size > FORMAT_BYTES_MAX)
		return bad(decoder, "larger than any object can be");
	*ret = size;
	return NULL;
}

static struct hm_error *read_align(struct decoder *decoder, uint8_t *ret)
{
	uint8_t align;
	TRY(cursor_u8(&decoder->cursor, &align));
	if (!align || align > FORMAT_ALIGN_MAX)
		return bad(decoder, "impossible alignment");
	*ret = align;
	return NULL;
}

/* Strings are numbered as they come, and the graph holds no others meanwhile. */
static struct hm_error *read_string(struct decoder *decoder, uint32_t code,
				    unsigned known, const char **ret)
{
	struct graph *graph = decoder->graph;
	struct cursor *cursor = &decoder->cursor;
	if (code >= known) {
		if (code - known >= graph->strings.count)
			return bad(decoder, "unknown string");
		*ret = graph->strings.data[code - known];
		return NULL;
	}
	size_t left = cursor_left(cursor), before = graph->strings.count;
	size_t length = strnlen((const char *)cursor->at, left);
	if (!length || length == left)
		return bad(decoder, "impossible string");
	const char *text = graph_string(graph, (const char *)cursor->at, length);
	if (!text)
		return error_nomem();
	if (graph->strings.count == before)
		return bad(decoder, "a string stands here a second time");
	cursor->at += length + 1;
	*ret = text;
	return NULL;
}

static struct hm_error *read_name(struct decoder *decoder, const char **ret)
{
	uint32_t code;
	TRY(cursor_uleb32(&decoder->cursor, &code));
	if (code != STRING_NONE)
		return read_string(decoder, code, STRING_KNOWN, ret);
	*ret = NULL;
	return NULL;
}

/* A tag that the table holds is set later, when all other strings are there. */
static struct hm_error *read_tag(struct decoder *decoder, struct type *type)
{
	uint32_t code, entry = decoder->tags[decoder->id];
	TRY(cursor_uleb32(&decoder->cursor, &code));
	if ((code == TAG_IN_TABLE) != (entry != TAG_UNLISTED))
		return bad(decoder, "the tag table says otherwise");
	if (code == TAG_NONE)
		return NULL;
	if (code != TAG_IN_TABLE)
		return read_string(decoder, code, TAG_KNOWN, &type->tag);
	if (decoder->stamp->tags.data[entry].kind != type->kind ||
	    type->flags & TYPE_OPAQUE)
		return bad(decoder, "the tag table says otherwise");
	decoder->tags_used++;
	return NULL;
}

static struct hm_error *read_edge(struct decoder *decoder, struct type_ref *ret)
{
	uint64_t code;
	uint8_t attributes = 0;
	struct type_ref ref = { 0 };
	TRY(cursor_uleb(&decoder->cursor, &code));
	if (code / 2 >= decoder->type_count)
		return bad(decoder, "refers to a type that is not there");
	ref.id = (uint32_t)(code / 2);
	if (code & EDGE_ATTRIBUTES) {
		TRY(cursor_u8(&decoder->cursor, &attributes));
		if (!attributes || attributes & ~(EDGE_QUALS | EDGE_ALIGNED))
			return bad(decoder, "impossible qualifiers");
	}
	ref.quals = attributes & EDGE_QUALS;
	if (attributes & EDGE_ALIGNED)
		TRY(read_align(decoder, &ref.align));
	*ret = ref;
	return NULL;
}

static struct hm_error *read_base(struct decoder *decoder, struct type *type)
{
	uint64_t bits;
	TRY(read_size(decoder, &type->size));
	TRY(cursor_u8(&decoder->cursor, &type->encoding));
	TRY(cursor_u8(&decoder->cursor, &type->format));
	TRY(cursor_uleb(&decoder->cursor, &bits));
	if (type->encoding >= BASE_ENCODING_COUNT || type->format >= FLOAT_FORMAT_COUNT ||
	    bits > UINT16_MAX)
		return bad(decoder, "impossible base type");
	type->bits = (uint16_t)bits;
	if (type->encoding == BASE_OTHER)
		TRY(read_name(decoder, &type->tag));
	return NULL;
}

static struct hm_error *read_pointer(struct decoder *decoder, struct type *type,
				     bool extra)
{
	type->size = decoder->pointer_size;
	if (extra) {
		TRY(read_size(decoder, &type->size));
		if (type->size == decoder->pointer_size || !decoder->pointer_seen)
			return bad(decoder, "superfluous size");
	}
	decoder->pointer_seen = true;
	return read_edge(decoder, &type->target);
}

static struct hm_error *read_array(struct decoder *decoder, struct type *type,
				   bool unknown)
{
	type->length = LENGTH_UNKNOWN;
	if (!unknown) {
		TRY(cursor_uleb(&decoder->cursor, &type->length));
		if (type->length == LENGTH_UNKNOWN)
			return bad(decoder, "impossible length");
	}
	return read_edge(decoder, &type->target);
}

static struct hm_error *read_vector(struct decoder *decoder, struct type *type)
{
	TRY(read_size(decoder, &type->size));
	TRY(cursor_uleb(&decoder->cursor, &type->length));
	return read_edge(decoder, &type->target);
}

static struct hm_error *read_place(struct decoder *decoder, uint64_t before,
				   struct member *member)
{
	int64_t code;
	TRY(cursor_sleb(&decoder->cursor, &code));
	int64_t distance = code >> 1, place;
	bool in_bits = code & MEMBER_BITS;
	if (in_bits) {
		TRY(cursor_uleb32(&decoder->cursor, &member->size_bits));
		if (!member->size_bits && distance % 8 == 0)
			return bad(decoder, "a whole place given in bits");
	}
	if (__builtin_mul_overflow(distance, in_bits ? 1 : 8, &distance) ||
	    __builtin_add_overflow((int64_t)before, distance, &place) || place < 0 ||
	    (uint64_t)place > FORMAT_BITS_MAX)
		return bad(decoder, "impossible place of a member");
	member->offset_bits = (uint64_t)place;
	return NULL;
}

static struct hm_error *read_members(struct decoder *decoder, struct type *type)
{
	struct graph *graph = decoder->graph;
	uint64_t before = 0;
	TRY(read_count(decoder, MEMBER_SIZE_MIN, &type->count));
	type->first = (uint32_t)graph->members.count;
	if (!vector_reserve(&graph->members, type->count))
		return error_nomem();
	for (uint32_t i = 0; i < type->count; i++) {
		struct member member = { 0 };
		TRY(read_name(decoder, &member.name));
		TRY(read_place(decoder, before, &member));
		TRY(read_edge(decoder, &member.type));
		before = member.offset_bits;
		graph->members.data[graph->members.count++] = member;
	}
	return NULL;
}

static struct hm_error *read_struct(struct decoder *decoder, struct type *type,
				    bool extra)
{
	if (extra)
		TRY(read_align(decoder, &type->align));
	TRY(read_tag(decoder, type));
	if (type->flags & TYPE_OPAQUE)
		return NULL;
	TRY(read_size(decoder, &type->size));
	return read_members(decoder, type);
}

static struct hm_error *read_enumerators(struct decoder *decoder, struct type *type)
{
	struct graph *graph = decoder->graph;
	uint64_t usual = 0;
	TRY(read_count(decoder, ENUMERATOR_SIZE_MIN, &type->count));
	type->first = (uint32_t)graph->enumerators.count;
	if (!vector_reserve(&graph->enumerators, type->count))
		return error_nomem();
	for (uint32_t i = 0; i < type->count; i++) {
		struct enumerator enumerator;
		int64_t distance;
		TRY(read_name(decoder, &enumerator.name));
		if (!enumerator.name)
			return bad(decoder, "an enumerator has no name");
		TRY(cursor_sleb(&decoder->cursor, &distance));
		enumerator.value = (int64_t)(usual + (uint64_t)distance);
		usual = (uint64_t)enumerator.value + 1;
		graph->enumerators.data[graph->enumerators.count++] = enumerator;
	}
	return NULL;
}

static struct hm_error *read_enum(struct decoder *decoder, struct type *type)
{
	TRY(read_tag(decoder, type));
	if (type->flags & TYPE_OPAQUE)
		return NULL;
	TRY(read_size(decoder, &type->size));
	return read_enumerators(decoder, type);
}

static struct hm_error *read_params(struct decoder *decoder, struct type *type)
{
	struct graph *graph = decoder->graph;
	TRY(read_count(decoder, PARAM_SIZE_MIN, &type->count));
	type->first = (uint32_t)graph->params.count;
	if (!vector_reserve(&graph->params, type->count))
		return error_nomem();
	for (uint32_t i = 0; i < type->count; i++) {
		struct type_ref ref;
		TRY(read_edge(decoder, &ref));
		graph->params.data[graph->params.count++] = ref;
	}
	return NULL;
}

static struct hm_error *read_function(struct decoder *decoder, struct type *type,
				      bool extra)
{
	if (extra) {
		TRY(cursor_u8(&decoder->cursor, &type->convention));
		if (!type->convention)
			return bad(decoder, "superfluous calling convention");
	}
	TRY(read_edge(decoder, &type->target));
	return read_params(decoder, type);
}

static struct hm_error *read_choice(struct decoder *decoder, struct type *type)
{
	TRY(read_params(decoder, type));
	return type->count >= 2 ? NULL : bad(decoder, "a choice of less than two");
}

/* What the bits of the first byte mean for a kind; 0: nothing, so they must not be set.
 */
static const struct {
	uint8_t first, second;
	bool extra;
} heads[TYPE_KIND_COUNT] = {
	[TYPE_POINTER] = { 0, 0, true },
	[TYPE_STRUCT] = { TYPE_OPAQUE, 0, true },
	[TYPE_UNION] = { TYPE_OPAQUE, 0, true },
	[TYPE_ENUM] = { TYPE_OPAQUE, TYPE_SIGNED, false },
	[TYPE_FUNCTION] = { TYPE_VARIADIC, TYPE_UNPROTOTYPED, true },
};

static struct hm_error *read_head(struct decoder *decoder, struct type *type,
				  uint8_t *ret)
{
	uint8_t head, kind;
	TRY(cursor_u8(&decoder->cursor, &head));
	kind = head & TYPE_HEAD_KIND;
	if (kind == TYPE_VOID || kind >= TYPE_KIND_COUNT)
		return bad(decoder, "unknown kind");
	/* Of an array, the bit does not become a flag. */
	bool first = heads[kind].first || kind == TYPE_ARRAY;
	if ((head & TYPE_HEAD_FIRST && !first) ||
	    (head & TYPE_HEAD_SECOND && !heads[kind].second) ||
	    (head & TYPE_HEAD_EXTRA && !heads[kind].extra))
		return bad(decoder, "impossible flags");
	type->kind = kind;
	type->flags = (head & TYPE_HEAD_RETICENT ? TYPE_RETICENT : 0) |
		      (head & TYPE_HEAD_FIRST ? heads[kind].first : 0) |
		      (head & TYPE_HEAD_SECOND ? heads[kind].second : 0);
	*ret = head;
	return NULL;
}

static struct hm_error *read_body(struct decoder *decoder, struct type *type,
				  uint8_t head)
{
	bool extra = head & TYPE_HEAD_EXTRA;
	switch (type->kind) {
	case TYPE_BASE:
		return read_base(decoder, type);
	case TYPE_POINTER:
		return read_pointer(decoder, type, extra);
	case TYPE_ARRAY:
		return read_array(decoder, type, head & TYPE_HEAD_FIRST);
	case TYPE_VECTOR:
		return read_vector(decoder, type);
	case TYPE_STRUCT:
	case TYPE_UNION:
		return read_struct(decoder, type, extra);
	case TYPE_ENUM:
		return read_enum(decoder, type);
	case TYPE_FUNCTION:
		return read_function(decoder, type, extra);
	default:
		return read_choice(decoder, type);
	}
}

static struct hm_error *read_types(struct decoder *decoder)
{
	for (decoder->id = 1; decoder->id < decoder->type_count; decoder->id++) {
		struct type type = { 0 };
		uint8_t head = 0;
		uint32_t id;
		TRY(read_head(decoder, &type, &head));
		TRY(read_body(decoder, &type, head));
		TRY(graph_add(decoder->graph, &type, &id));
	}
	if (!decoder->pointer_seen && decoder->pointer_size)
		return cursor_error(&decoder->cursor, "a pointer size without pointers");
	return record_end(&decoder->cursor);
}

static struct hm_error *index_tags(struct decoder *decoder)
{
	const struct stamp *stamp = decoder->stamp;
	decoder->tags = malloc(decoder->type_count * sizeof(*decoder->tags));
	if (!decoder->tags)
		return error_nomem();
	memset(decoder->tags, 0xff, decoder->type_count * sizeof(*decoder->tags));
	for (uint32_t i = 0; i < stamp->tags.count; i++) {
		uint32_t type = stamp->tags.data[i].type;
		if (type >= decoder->type_count || decoder->tags[type] != TAG_UNLISTED)
			return cursor_error(&decoder->cursor,
					    "the tag table refers to type %u", type);
		decoder->tags[type] = i;
	}
	return NULL;
}

/* Now the graph may hold strings that have no number. */
static struct hm_error *set_tags(struct decoder *decoder)
{
	if (decoder->tags_used != decoder->stamp->tags.count)
		return cursor_error(&decoder->cursor,
				    "the tag table refers to types without a tag");
	vector_for_each (tag, &decoder->stamp->tags) {
		const char *text =
			graph_string(decoder->graph, tag->tag, strlen(tag->tag));
		if (!text)
			return error_nomem();
		decoder->graph->types.data[tag->type].tag = text;
	}
	return NULL;
}

static struct hm_error *read_record(const struct directory *directory,
				    struct stamp *stamp)
{
	SCOPED(decoder_deinit)
	struct decoder decoder = { .graph = &stamp->graph, .stamp = stamp };
	uint32_t count = 0;
	TRY(directory_open(directory, RECORD_TYPES, &decoder.cursor));
	TRY(read_count(&decoder, TYPE_SIZE_MIN, &count));
	if (!count || count >= FORMAT_TYPES_MAX)
		return cursor_error(&decoder.cursor, "impossible number of types");
	/* void is in every graph and needs no words. */
	decoder.type_count = count + 1;
	TRY(read_size(&decoder, &decoder.pointer_size));
	if (!vector_reserve(&stamp->graph.types, count))
		return error_nomem();
	TRY(index_tags(&decoder));
	TRY(read_types(&decoder));
	TRY(set_tags(&decoder));
	return graph_check(&stamp->graph);
}

static struct hm_error *check_symbols(const struct stamp *stamp,
				      const stamp_symbols *symbols)
{
	vector_for_each (symbol, symbols)
		if (symbol->type.id != TYPE_NONE &&
		    symbol->type.id >= stamp->graph.types.count)
			return error_new(
				HM_ERR_STAMP, "symbol %s refers to type %u of %zu",
				symbol->name, symbol->type.id, stamp->graph.types.count);
	return NULL;
}

/* What was told beside the types must be what they say. */
static struct hm_error *check_entries(const struct stamp *stamp)
{
	if (stamp->init_kind == stamp_entry_kind(stamp, stamp->init) &&
	    stamp->fini_kind == stamp_entry_kind(stamp, stamp->fini))
		return NULL;
	return error_new(HM_ERR_STAMP, "the stamp calls its init or fini function other "
				       "than their types do");
}

struct hm_error *decode_types(const struct directory *directory, struct stamp *stamp)
{
	if (directory_has(directory, RECORD_TYPES))
		TRY(read_record(directory, stamp));
	else if (stamp->tags.count)
		return error_new(HM_ERR_STAMP, "the stamp has tags without types");
	TRY(check_symbols(stamp, &stamp->provides));
	TRY(check_symbols(stamp, &stamp->requires));
	TRY(check_symbols(stamp, &stamp->expects));
	return check_entries(stamp);
}
