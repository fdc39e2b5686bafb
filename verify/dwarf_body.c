// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_type.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/text.h"
#include "verify/dwarf_bytes.h"
#include "verify/layout.h"

#include <gelf.h>
#include <string.h>

static bool is_big_endian(const struct type_builder *builder)
{
	return builder->splits->file->elf_data == ELFDATA2MSB;
}

/*
 * DW_AT_data_member_location in bytes: a constant, or since DWARF 2 an expression that
 * adds one. False for what depends on the object, as virtual bases do.
 */
static bool byte_location(struct die_attrs *attrs, uint64_t *ret)
{
	*ret = 0;
	if (!die_has(attrs, DIE_DATA_MEMBER_LOCATION) ||
	    die_constant(attrs, DIE_DATA_MEMBER_LOCATION, ret))
		return true;
	Dwarf_Block block;
	if (dwarf_formblock(&attrs->at[DIE_DATA_MEMBER_LOCATION], &block))
		return false;
	struct byte_reader reader = { .at = block.data,
				      .end = block.data + block.length };
	if (reader_number(&reader, 1) != DW_OP_plus_uconst)
		return false;
	*ret = reader_uleb(&reader);
	return !reader.failed && reader.at == reader.end;
}

/*
 * DWARF 2 to 4: DW_AT_bit_offset counts from the most significant bit of a storage unit
 * of DW_AT_byte_size bytes (DWARF 4 section 5.5.6); it is negative where the field
 * straddles the unit. Modulo 2^64.
 */
static uint64_t old_bit_offset(const struct type_builder *builder,
			       struct die_attrs *attrs, uint64_t bit_size,
			       struct type_ref type)
{
	uint64_t from_top, storage_bytes;
	die_constant(attrs, DIE_BIT_OFFSET, &from_top);
	if (is_big_endian(builder))
		return from_top;
	if (!die_constant(attrs, DIE_BYTE_SIZE, &storage_bytes))
		storage_bytes = type_known_size(builder, type.id);
	return storage_bytes * 8 - from_top - bit_size;
}

/* Sets where a member stands; false if that is not fixed. */
static bool place_member(const struct type_builder *builder, struct die_attrs *attrs,
			 struct member *member)
{
	uint64_t bit_size = 0, bytes, bits;
	if (die_constant(attrs, DIE_BIT_SIZE, &bit_size) && bit_size > UINT32_MAX)
		return false;
	member->size_bits = (uint32_t)bit_size;
	if (die_constant(attrs, DIE_DATA_BIT_OFFSET, &member->offset_bits))
		return true;
	if (!byte_location(attrs, &bytes) || __builtin_mul_overflow(bytes, 8, &bits))
		return false;
	if (bit_size && die_has(attrs, DIE_BIT_OFFSET))
		bits += old_bit_offset(builder, attrs, bit_size, member->type);
	member->offset_bits = bits;
	return true;
}

/* GCC says _vptr.CLASS, clang _vptr$CLASS; what they let it point to differs too. */
static bool is_vtable_pointer(const char *name)
{
	return name && (text_begins(name, "_vptr.") || text_begins(name, "_vptr$"));
}

static struct hm_error *name_member(struct type_builder *builder, struct member *member)
{
	if (!is_vtable_pointer(member->name))
		return type_string(builder, member->name, &member->name);
	struct type pointer = { .kind = TYPE_POINTER,
				.size = type_known_size(builder, member->type.id) };
	member->name = graph_string(builder->graph, "_vptr", 5);
	return member->name ? type_add(builder, &pointer, &member->type.id)
			    : error_nomem();
}

/* Whether an unnamed member may be one: C has anonymous structs and unions only. */
static bool may_be_anonymous(const struct type_builder *builder, struct type_ref type)
{
	unsigned kind = graph_type(builder->graph, type.id)->kind;
	return kind == TYPE_STRUCT || kind == TYPE_UNION;
}

/*
 * What a member declares raises its alignment, unless it is packed, and only its place
 * can tell that. Clang records it in either case. A struct's alignment is not known yet:
 * graph_settle() does the same for members that are structs.
 */
static void align_member(const struct type_builder *builder, struct die_attrs *attrs,
			 struct member *member, uint8_t *raised)
{
	uint8_t declared = type_alignment(attrs);
	if (!declared)
		return;
	uint64_t natural = graph_align(builder->graph, member->type);
	bool raises = declared > __builtin_ctzll(natural) + 1;
	if (raises && declared > *raised)
		*raised = declared;
	if (raises || member->offset_bits % (8 * natural))
		member->type.align = declared;
}

static struct hm_error *read_member(struct type_builder *builder, int tag,
				    struct die_attrs *attrs, uint8_t *raised)
{
	struct member member = { 0 };
	/* Static members are objects of their own. */
	if (die_flag(attrs, DIE_EXTERNAL) || die_flag(attrs, DIE_DECLARATION))
		return NULL;
	TRY(type_of_attrs(builder, attrs, &member.type));
	if (!place_member(builder, attrs, &member))
		return NULL;
	align_member(builder, attrs, &member, raised);
	/* A base class is what C writes as an anonymous struct: its members count. */
	if (tag != DW_TAG_inheritance)
		TRY(type_raw_name(builder, attrs, &member.name));
	if (!member.name && !may_be_anonymous(builder, member.type))
		return NULL;
	return vector_push(&builder->members, member) ? NULL : error_nomem();
}

/* `raised`: the largest alignment that a member declares and has. */
static struct hm_error *read_members(struct type_builder *builder, Dwarf_Die *parent,
				     uint8_t *raised)
{
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	TRY(die_walk_start(&builder->units->decoder, parent, NULL, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (tag == DW_TAG_member || tag == DW_TAG_inheritance)
			TRY(read_member(builder, tag, &attrs, raised));
	}
}

/* Names the members after the draft's strings; one that turns out to have none goes. */
static struct hm_error *name_members(struct type_builder *builder, struct member *members,
				     size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		TRY(name_member(builder, &members[i]));
		if (members[i].name || may_be_anonymous(builder, members[i].type))
			members[kept++] = members[i];
	}
	*count = kept;
	return NULL;
}

/* Likewise. */
static struct hm_error *name_enumerators(struct type_builder *builder,
					 struct enumerator *enumerators, size_t *count)
{
	size_t kept = 0;
	for (size_t i = 0; i < *count; i++) {
		TRY(type_string(builder, enumerators[i].name, &enumerators[i].name));
		if (enumerators[i].name)
			enumerators[kept++] = enumerators[i];
	}
	*count = kept;
	return NULL;
}

/* Adds a body whose names are still those of the debug information. */
static struct hm_error *add_body(struct type_builder *builder, struct type_parts *parts,
				 struct member *members, struct enumerator *enumerators,
				 uint32_t *ret)
{
	uint64_t hash;
	if (builder->unit->version < 5)
		parts->type.flags |= TYPE_RETICENT;
	parts->members = members;
	parts->enumerators = enumerators;
	*ret = body_table_find(&builder->bodies, parts, &hash);
	if (*ret != TYPE_NONE)
		return NULL;
	/* Before the names change; the number comes later. */
	size_t number = builder->bodies.list.count;
	if (!body_table_add(&builder->bodies, parts, hash, TYPE_NONE))
		return error_nomem();
	TRY(members ? name_members(builder, members, &parts->count)
		    : name_enumerators(builder, enumerators, &parts->count));
	TRY(type_add_parts(builder, parts, ret));
	builder->bodies.list.data[number].id = *ret;
	return NULL;
}

static struct hm_error *struct_body(struct type_builder *builder, Dwarf_Die *die,
				    struct type *type, uint32_t *ret)
{
	size_t first = builder->members.count;
	uint8_t raised = 0;
	TRY(read_members(builder, die, &raised));
	struct type_parts parts = { .type = *type,
				    .count = builder->members.count - first };
	/* GCC says what a struct's alignment is, Clang only what the struct declares. */
	if (parts.type.align && raised > parts.type.align)
		parts.type.align = raised;
	struct member *members = parts.count ? builder->members.data + first : NULL;
	TRY(add_body(builder, &parts, members, NULL, ret));
	builder->members.count = first;
	return NULL;
}

static struct hm_error *read_enumerator(struct type_builder *builder,
					struct die_attrs *attrs, bool *negative)
{
	struct enumerator enumerator = { 0 };
	uint64_t value = 0;
	if (!die_constant(attrs, DIE_CONST_VALUE, &value) &&
	    die_has(attrs, DIE_CONST_VALUE)) {
		/* Wider than 64 bits: the low ones tell enough. */
		Dwarf_Block block;
		if (!dwarf_formblock(&attrs->at[DIE_CONST_VALUE], &block) &&
		    block.length >= 8)
			value = bytes_number(is_big_endian(builder)
						     ? block.data + block.length - 8
						     : block.data,
					     8, is_big_endian(builder));
	}
	*negative |= die_is_negative(attrs, DIE_CONST_VALUE);
	enumerator.value = (int64_t)value;
	TRY(type_raw_name(builder, attrs, &enumerator.name));
	if (!enumerator.name)
		return NULL;
	return vector_push(&builder->enumerators, enumerator) ? NULL : error_nomem();
}

static struct hm_error *read_enumerators(struct type_builder *builder, Dwarf_Die *parent,
					 bool *negative)
{
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	TRY(die_walk_start(&builder->units->decoder, parent, NULL, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (tag == DW_TAG_enumerator)
			TRY(read_enumerator(builder, &attrs, negative));
	}
}

/* By the underlying type, else by what GCC adds, else by the values. */
static struct hm_error *enum_sign(struct type_builder *builder, struct die_attrs *attrs,
				  bool negative, struct type *type)
{
	uint64_t encoding;
	bool is_signed = negative;
	if (die_has(attrs, DIE_TYPE)) {
		struct type_ref ref;
		TRY(type_of_attrs(builder, attrs, &ref));
		const struct type *underlying = graph_type(builder->graph, ref.id);
		is_signed = underlying->kind == TYPE_BASE &&
			    underlying->encoding == BASE_SIGNED;
		if (!type->size)
			type->size = type_known_size(builder, ref.id);
	} else if (die_constant(attrs, DIE_ENCODING, &encoding)) {
		is_signed = encoding == DW_ATE_signed || encoding == DW_ATE_signed_char;
	}
	if (is_signed)
		type->flags |= TYPE_SIGNED;
	return NULL;
}

static struct hm_error *enum_body(struct type_builder *builder, Dwarf_Die *die,
				  struct die_attrs *attrs, struct type *type,
				  uint32_t *ret)
{
	size_t first = builder->enumerators.count;
	bool negative = false;
	TRY(read_enumerators(builder, die, &negative));
	TRY(enum_sign(builder, attrs, negative, type));
	struct type_parts parts = { .type = *type,
				    .count = builder->enumerators.count - first };
	struct enumerator *enumerators =
		parts.count ? builder->enumerators.data + first : NULL;
	TRY(add_body(builder, &parts, NULL, enumerators, ret));
	builder->enumerators.count = first;
	return NULL;
}

struct hm_error *type_body(struct type_builder *builder, Dwarf_Die *die,
			   struct die_attrs *attrs, enum type_kind kind, const char *tag,
			   uint32_t *ret)
{
	struct type type = { .kind = (uint8_t)kind,
			     .tag = tag,
			     .align = type_alignment(attrs) };
	die_constant(attrs, DIE_BYTE_SIZE, &type.size);
	if (kind == TYPE_ENUM)
		return enum_body(builder, die, attrs, &type, ret);
	return struct_body(builder, die, &type, ret);
}
