// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_type.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/dwarf_bytes.h"

#include <gelf.h>
#include <string.h>

/* Typedefs and qualifiers in a row. */
#define PEEL_MAX 256

/* A type_ref in a word_map; never 0 bits that matter, so it can be any value. */
static uint64_t pack_ref(struct type_ref ref)
{
	return ref.id | (uint64_t)ref.quals << 32 | (uint64_t)ref.align << 40;
}

static struct type_ref unpack_ref(uint64_t value)
{
	return (struct type_ref){ (uint32_t)value, (uint8_t)(value >> 32),
				  (uint8_t)(value >> 40) };
}

struct hm_error *type_add_parts(struct type_builder *builder, struct type_parts *parts,
				uint32_t *ret)
{
	if (builder->unit->version < 5)
		parts->type.flags |= TYPE_RETICENT;
	return draft_add(builder->draft, parts, ret);
}

struct hm_error *type_add(struct type_builder *builder, const struct type *type,
			  uint32_t *ret)
{
	struct type_parts parts = { .type = *type };
	return type_add_parts(builder, &parts, ret);
}

struct hm_error *type_intern(struct type_builder *builder, const char *text,
			     size_t length, const char **ret)
{
	size_t before = builder->graph->strings.count;
	const char *string = graph_string(builder->graph, text, length);
	if (!string)
		return error_nomem();
	bool fresh = builder->graph->strings.count > before;
	if (fresh && length > builder->text_left)
		return error_new(HM_ERR_FORMAT,
				 "debug information is damaged: its names are longer "
				 "than it, since they overlap");
	builder->text_left -= fresh ? length : 0;
	*ret = string;
	return NULL;
}

struct hm_error *type_string(struct type_builder *builder, const char *text,
			     const char **ret)
{
	if (!text || !*text) {
		*ret = NULL;
		return NULL;
	}
	/* Linkers merge strings, so that one text has few addresses. */
	uint64_t key = word_of_pointer(text);
	uint64_t *known = word_map_find(&builder->strings, key);
	if (known) {
		*ret = (const char *)(uintptr_t)*known;
		return NULL;
	}
	TRY(type_intern(builder, text, strlen(text), ret));
	return word_map_put(&builder->strings, key, word_of_pointer(*ret))
		       ? NULL
		       : error_nomem();
}

/* Compilers write names within the DIE that are shorter than a reference to them. */
static struct hm_error *inline_string(struct type_builder *builder, const char *text,
				      const char **ret)
{
	size_t length = strlen(text);
	if (length == 0 || length > 7)
		return type_string(builder, text, ret);
	/* The text itself is the key, told from addresses by its highest byte. */
	uint64_t key = (uint64_t)0xff << 56;
	for (size_t i = 0; i < length; i++)
		key |= (uint64_t)(unsigned char)text[i] << (8 * i);
	uint64_t *known = word_map_find(&builder->strings, key);
	if (known) {
		*ret = (const char *)(uintptr_t)*known;
		return NULL;
	}
	*ret = graph_string(builder->graph, text, length);
	return *ret && word_map_put(&builder->strings, key, word_of_pointer(*ret))
		       ? NULL
		       : error_nomem();
}

struct hm_error *type_raw_name(struct type_builder *builder, struct die_attrs *attrs,
			       const char **ret)
{
	*ret = die_string(attrs, DIE_NAME);
	if (*ret && attrs->at[DIE_NAME].form == DW_FORM_string)
		return inline_string(builder, *ret, ret);
	return NULL;
}

struct hm_error *type_follow(struct type_builder *builder, struct die_attrs *attrs,
			     enum die_slot slot, Dwarf_Die *ret)
{
	Dwarf_Attribute *attr = &attrs->at[slot];
	if (attr->form == DW_FORM_ref_sig8) {
		/* libdw looks in one file only, packages have one for each unit. */
		bool found;
		Elf *elf = dwarf_getelf(dwarf_cu_getdwarf(attr->cu));
		GElf_Ehdr ehdr;
		bool big =
			gelf_getehdr(elf, &ehdr) && ehdr.e_ident[EI_DATA] == ELFDATA2MSB;
		uint64_t signature = bytes_number(attr->valp, 8, big);
		TRY(dwarf_splits_type(builder->splits, signature, ret, &found));
		if (found)
			return NULL;
	}
	return die_follow(attrs, slot, ret);
}

struct hm_error *type_language(struct type_builder *builder, Dwarf_Die *die,
			       unsigned *ret)
{
	struct dwarf_unit *unit = builder->unit;
	if (die->cu != unit->die.cu)
		TRY(dwarf_units_find(builder->units, die->cu, &unit));
	*ret = unit->language ? unit->language : builder->unit->language;
	return NULL;
}

uint8_t type_alignment(struct die_attrs *attrs)
{
	uint64_t alignment;
	if (!die_constant(attrs, DIE_ALIGNMENT, &alignment) || !alignment)
		return 0;
	return (uint8_t)(64 - __builtin_clzll(alignment));
}

uint64_t type_known_size(const struct type_builder *builder, uint32_t id)
{
	const struct type *type = graph_type(builder->graph, id);
	switch (type->kind) {
	case TYPE_BASE:
	case TYPE_POINTER:
	case TYPE_VECTOR:
	case TYPE_ENUM:
		return type->size;
	default:
		return 0;
	}
}

/* An array of a qualified array is an array of qualified elements, at any depth. */
static struct hm_error *qualify_array(struct type_builder *builder, struct type_ref *ref)
{
	struct type type = *graph_type(builder->graph, ref->id);
	type.target.quals |= ref->quals;
	ref->quals = 0;
	/* As deep as the array was when it was made: within TYPE_DEPTH_MAX. */
	TRY(type_normalise(builder, &type.target));
	return type_add(builder, &type, &ref->id);
}

struct hm_error *type_normalise(struct type_builder *builder, struct type_ref *ref)
{
	if (!ref->quals)
		return NULL;
	switch (graph_type(builder->graph, ref->id)->kind) {
	case TYPE_ARRAY:
		return qualify_array(builder, ref);
	case TYPE_FUNCTION:
		/* GCC writes the attributes const and noreturn like this. */
		ref->quals = 0;
		return NULL;
	default:
		return NULL;
	}
}

/* What a DIE adds to the edge that leads through it; -1: it is a type itself. */
static int qualifier_of(int tag)
{
	switch (tag) {
	case DW_TAG_const_type:
		return QUAL_CONST;
	case DW_TAG_volatile_type:
		return QUAL_VOLATILE;
	case DW_TAG_restrict_type:
		return QUAL_RESTRICT;
	case DW_TAG_atomic_type:
		return QUAL_ATOMIC;
	case DW_TAG_typedef:
	case DW_TAG_template_alias:
	case DW_TAG_immutable_type:
	case DW_TAG_packed_type:
	case DW_TAG_shared_type:
	case DW_TAG_subrange_type:
		return 0;
	default:
		return -1;
	}
}

static struct hm_error *type_of_pointer(struct type_builder *builder, Dwarf_Die *die,
					struct die_attrs *attrs, uint32_t *ret)
{
	struct type type = { .kind = TYPE_POINTER };
	if (!die_constant(attrs, DIE_BYTE_SIZE, &type.size)) {
		uint8_t size;
		if (dwarf_cu_info(die->cu, NULL, NULL, NULL, NULL, NULL, &size, NULL))
			return die_error(die, "unit");
		type.size = size;
	}
	TRY(type_of_attrs(builder, attrs, &type.target));
	return type_add(builder, &type, ret);
}

/* What C cannot express: told apart by what it is, by its name, and by its size. */
static struct hm_error *type_of_other(struct type_builder *builder, int tag,
				      struct die_attrs *attrs, uint32_t *ret)
{
	struct type type = { .kind = TYPE_BASE, .encoding = BASE_OTHER };
	const char *name = die_text(attrs, DIE_NAME);
	SCOPED_FREE char *text = NULL;
	die_constant(attrs, DIE_BYTE_SIZE, &type.size);
	int length = tag == DW_TAG_ptr_to_member_type
			     ? asprintf(&text, "pointer to member")
			     : asprintf(&text, "DWARF type 0x%x%s%s", (unsigned)tag,
					name ? " " : "", name ? name : "");
	if (length < 0) {
		text = NULL;
		return error_nomem();
	}
	TRY(type_intern(builder, text, (size_t)length, &type.tag));
	return type_add(builder, &type, ret);
}

/*
 * nullptr_t by its names in C++ and C23: of the size of void *, with the same bits (C23
 * 7.21.2), and passed as that. To a C program it is one.
 */
static bool is_null_pointer(const char *name)
{
	return strcmp(name, "decltype(nullptr)") == 0 ||
	       strcmp(name, "typeof (nullptr)") == 0 || strcmp(name, "nullptr_t") == 0;
}

static struct hm_error *type_of_unspecified(struct type_builder *builder, Dwarf_Die *die,
					    struct die_attrs *attrs, uint32_t *ret)
{
	const char *name = die_text(attrs, DIE_NAME);
	/* As assemblers and some compilers spell void. */
	if (!name || strcmp(name, "void") == 0) {
		*ret = 0;
		return NULL;
	}
	return is_null_pointer(name)
		       ? type_of_pointer(builder, die, attrs, ret)
		       : type_of_other(builder, DW_TAG_unspecified_type, attrs, ret);
}

/* A type that is no typedef and no qualifier. */
static struct hm_error *make_type(struct type_builder *builder, Dwarf_Die *die, int tag,
				  struct die_attrs *attrs, struct type_ref *ret)
{
	struct type_ref ref = { .align = type_alignment(attrs) };
	switch (tag) {
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_interface_type:
	case DW_TAG_union_type:
	case DW_TAG_enumeration_type:
		/* Their alignment is theirs, not that of an edge. */
		ref.align = 0;
		TRY(type_of_tag(builder, die, tag, attrs, &ref.id));
		break;
	case DW_TAG_base_type:
		TRY(type_of_base(builder, die, attrs, &ref.id));
		break;
	case DW_TAG_pointer_type:
	case DW_TAG_reference_type:
	case DW_TAG_rvalue_reference_type:
		TRY(type_of_pointer(builder, die, attrs, &ref.id));
		break;
	case DW_TAG_array_type:
		TRY(type_of_array(builder, die, attrs, &ref.id));
		break;
	case DW_TAG_subroutine_type:
	case DW_TAG_subprogram:
		return type_of_function(builder, die, ret);
	case DW_TAG_unspecified_type:
		TRY(type_of_unspecified(builder, die, attrs, &ref.id));
		break;
	default:
		TRY(type_of_other(builder, tag, attrs, &ref.id));
		break;
	}
	*ret = ref;
	return NULL;
}

static struct hm_error *remember(struct type_builder *builder, const void *address,
				 struct type_ref ref)
{
	return word_map_put(&builder->memo, word_of_pointer(address), pack_ref(ref))
		       ? NULL
		       : error_nomem();
}

/*
 * Goes through typedefs and qualifiers to a type that is known or can be made. The
 * alignment that was declared last holds: a typedef may lower the one before it.
 */
static struct hm_error *peel(struct type_builder *builder, Dwarf_Die die,
			     struct type_ref *ret)
{
	struct type_ref outer = { 0 }, inner = { 0 };
	for (unsigned step = 0;; step++) {
		/* The first one is what type_of_die() asked for, and remembers. */
		uint64_t *known =
			step ? word_map_find(&builder->memo, word_of_pointer(die.addr))
			     : NULL;
		if (known) {
			inner = unpack_ref(*known);
			break;
		}
		if (step == PEEL_MAX)
			return die_too_deep(&die, "typedefs and qualifiers in a row",
					    PEEL_MAX);
		struct die_attrs attrs;
		int tag;
		TRY(die_decode(&builder->units->decoder, &die, &tag, &attrs));
		int qualifier = qualifier_of(tag);
		if (qualifier < 0) {
			TRY(make_type(builder, &die, tag, &attrs, &inner));
			if (step)
				TRY(remember(builder, die.addr, inner));
			break;
		}
		outer.quals |= (uint8_t)qualifier;
		if (!outer.align)
			outer.align = type_alignment(&attrs);
		if (!die_has(&attrs, DIE_TYPE))
			break;
		TRY(type_follow(builder, &attrs, DIE_TYPE, &die));
	}
	outer.id = inner.id;
	outer.quals |= inner.quals;
	if (!outer.align)
		outer.align = inner.align;
	TRY(type_normalise(builder, &outer));
	*ret = outer;
	return NULL;
}

struct hm_error *type_of_die(struct type_builder *builder, Dwarf_Die *die,
			     struct type_ref *ret)
{
	uint64_t *known = word_map_find(&builder->memo, word_of_pointer(die->addr));
	if (known) {
		*ret = unpack_ref(*known);
		return NULL;
	}
	if (builder->depth == TYPE_DEPTH_MAX)
		return die_too_deep(die, "types within each other", TYPE_DEPTH_MAX);
	builder->depth++;
	struct hm_error *error = peel(builder, *die, ret);
	builder->depth--;
	if (error)
		return error;
	return remember(builder, die->addr, *ret);
}

struct hm_error *type_of_attrs(struct type_builder *builder, struct die_attrs *attrs,
			       struct type_ref *ret)
{
	if (!die_has(attrs, DIE_TYPE)) {
		*ret = (struct type_ref){ 0 };
		return NULL;
	}
	Dwarf_Die die;
	TRY(type_follow(builder, attrs, DIE_TYPE, &die));
	return type_of_die(builder, &die, ret);
}
