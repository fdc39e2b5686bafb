// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_type.h"

#include "base/budget.h"
#include "base/error.h"
#include "base/scope.h"
#include "base/text.h"

#include <string.h>

void type_builder_deinit(struct type_builder *builder)
{
	word_map_deinit(&builder->memo);
	word_map_deinit(&builder->tags);
	word_map_deinit(&builder->strings);
	word_map_deinit(&builder->globals);
	body_table_deinit(&builder->bodies);
	word_map_deinit(&builder->lacking);
	word_map_deinit(&builder->shared);
	line_verdicts_deinit(&builder->lines);
	vector_deinit(&builder->waiting);
	vector_deinit(&builder->members);
	vector_deinit(&builder->enumerators);
	vector_deinit(&builder->params);
}

void type_builder_allow(struct type_builder *builder, uint64_t size_bytes)
{
	budget_allow(&builder->text_left, size_bytes, TYPE_TEXT_PER_BYTE);
}

enum type_kind type_kind_of_tag(int dwarf_tag)
{
	switch (dwarf_tag) {
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_interface_type:
		return TYPE_STRUCT;
	case DW_TAG_union_type:
		return TYPE_UNION;
	case DW_TAG_enumeration_type:
		return TYPE_ENUM;
	default:
		return TYPE_VOID;
	}
}

static struct hm_error *learn(struct type_builder *builder, uint32_t tag, unsigned what)
{
	/* Number 0 is void, which is no tag and no key. */
	uint64_t *known = word_map_find(&builder->tags, tag);
	if (known) {
		*known |= what;
		return NULL;
	}
	return word_map_put(&builder->tags, tag, what) ? NULL : error_nomem();
}

static int compare_numbers(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	return (left > right) - (left < right);
}

struct hm_error *type_builder_enter(struct type_builder *builder, struct dwarf_unit *unit)
{
	builder->unit = unit;
	builder->depth = 0;
	word_map_clear(&builder->memo);
	word_map_clear(&builder->tags);
	TRY(line_verdicts_enter(&builder->lines, unit));
	if (unit->number == UNIT_NONE)
		TRY(draft_unit(builder->draft, &unit->number));
	/* What an earlier visit read need not be read again; few units have a second. */
	if (unit->defined.count)
		qsort(unit->defined.data, unit->defined.count, sizeof(uint32_t),
		      compare_numbers);
	vector_for_each (tag, &unit->defined)
		TRY(learn(builder, *tag, TAG_DEFINED));
	return NULL;
}

struct hm_error *type_builder_wait(struct type_builder *builder, Dwarf_Die *die,
				   uint32_t tag)
{
	struct waiting_tag waiting = { *die, tag };
	return vector_push(&builder->waiting, waiting) ? NULL : error_nomem();
}

/* The body stands in a header if it does not stand in the unit's own source file. */
struct hm_error *type_in_header(struct type_builder *builder, Dwarf_Die *die,
				struct die_attrs *attrs, bool *ret)
{
	uint64_t file;
	bool own = false;
	if (die_constant(attrs, DIE_DECL_FILE, &file)) {
		struct dwarf_unit *unit = builder->unit;
		if (die->cu != unit->die.cu)
			TRY(dwarf_units_find(builder->units, die->cu, &unit));
		TRY(line_verdicts_ask(&builder->lines, unit, file, &own));
	}
	*ret = !own;
	return NULL;
}

static struct hm_error *define(struct type_builder *builder, struct waiting_tag *waiting)
{
	struct die_attrs attrs;
	const struct type *opaque = graph_type(builder->graph, waiting->tag);
	uint32_t body;
	bool header;
	int tag;
	TRY(die_decode(&builder->units->decoder, &waiting->die, &tag, &attrs));
	TRY(type_body(builder, &waiting->die, &attrs, opaque->kind, opaque->tag, &body));
	TRY(type_in_header(builder, &waiting->die, &attrs, &header));
	if (header && !word_map_put(&builder->shared, waiting->tag, 0))
		return error_nomem();
	return draft_define(builder->draft, builder->unit->number, waiting->tag, body,
			    header);
}

/* Writes down what the unit knows of the tags it mentions. */
static struct hm_error *note_tags(struct type_builder *builder)
{
	struct dwarf_unit *unit = builder->unit;
	unit->defined.count = 0;
	vector_for_each (slot, &builder->tags.used) {
		uint64_t tag = builder->tags.slots[*slot].key;
		uint64_t knowledge = builder->tags.slots[*slot].value;
		bool noted = knowledge & TAG_DEFINED
				     ? vector_push(&unit->defined, (uint32_t)tag)
				     : word_map_put(&builder->lacking, tag, 0);
		if (!noted)
			return error_nomem();
	}
	return NULL;
}

struct hm_error *type_builder_leave(struct type_builder *builder)
{
	while (builder->waiting.count) {
		struct waiting_tag waiting =
			builder->waiting.data[--builder->waiting.count];
		TRY(define(builder, &waiting));
	}
	return note_tags(builder);
}

/* The DIE that has the body of a tag, if it is known, and the one that names it. */
struct tag_dies {
	Dwarf_Die body, named;
	int dwarf_tag; /* of the body */
	struct die_attrs *body_attrs, *named_attrs;
};

/*
 * What a DIE without a body refers to: the type unit that has the body, or the
 * declaration within a namespace or class that it completes, whose place names it.
 */
static struct hm_error *complete_tag(struct type_builder *builder, struct tag_dies *tag,
				     struct die_attrs *named_attrs)
{
	struct die_attrs *attrs = tag->body_attrs;
	if (die_has(attrs, DIE_SIGNATURE)) {
		TRY(type_follow(builder, attrs, DIE_SIGNATURE, &tag->body));
		TRY(die_read(&tag->body, attrs));
		tag->dwarf_tag = dwarf_tag(&tag->body);
	}
	tag->named = tag->body;
	tag->named_attrs = attrs;
	if (!die_has(attrs, DIE_SPECIFICATION))
		return NULL;
	*named_attrs = *attrs;
	tag->named_attrs = named_attrs;
	return die_origin(&tag->named, named_attrs, DIE_SPECIFICATION, DIE_SPECIFICATION);
}

/* The opaque node of a tag that stands in no scope: known by the address of its name. */
static struct hm_error *global_tag(struct type_builder *builder, enum type_kind kind,
				   const char *name, uint32_t *ret)
{
	/* Three kinds of tags share a name, but hardly ever. */
	uint64_t key = word_of_pointer(name) * 4 + (kind - TYPE_STRUCT);
	uint64_t *known = word_map_find(&builder->globals, key);
	if (known) {
		*ret = (uint32_t)*known;
		return NULL;
	}
	TRY(type_string(builder, name, &name));
	TRY(draft_tag(builder->draft, kind, name, ret));
	return word_map_put(&builder->globals, key, *ret) ? NULL : error_nomem();
}

static struct hm_error *tag_node(struct type_builder *builder, Dwarf_Die *die,
				 enum type_kind kind, const char *name, bool complete,
				 uint32_t *ret)
{
	struct dwarf_unit *unit = builder->unit;
	uint32_t scope;
	SCOPED_FREE char *tag = NULL;
	if (die->cu != unit->die.cu)
		TRY(dwarf_units_find(builder->units, die->cu, &unit));
	TRY(dwarf_unit_scope(builder->units, unit, die, complete, &scope));
	if (scope == UNIT_NONE)
		return global_tag(builder, kind, name, ret);
	TRY(dwarf_unit_qualify(unit, scope, name, &tag));
	TRY(type_intern(builder, tag, strlen(tag), &name));
	return draft_tag(builder->draft, kind, name, ret);
}

/* A declaration without a name: nothing is known of it, not even that it is the same. */
static struct hm_error *nameless_declaration(struct type_builder *builder,
					     enum type_kind kind, uint32_t *ret)
{
	struct type type = { .kind = (uint8_t)kind, .flags = TYPE_OPAQUE };
	return type_add(builder, &type, ret);
}

/* Whether an earlier visit of the unit has read a body of the tag. */
static bool was_visited(const struct dwarf_unit *unit, uint32_t tag)
{
	return unit->defined.count &&
	       bsearch(&tag, unit->defined.data, unit->defined.count, sizeof(tag),
		       compare_numbers);
}

/* In C++, GCC calls the struct of a va_list "typedef __va_list_tag __va_list_tag". */
static const char *without_typedef(const char *name)
{
	if (!name || !text_begins(name, "typedef "))
		return name;
	return strrchr(name, ' ') + 1;
}

struct hm_error *type_of_tag(struct type_builder *builder, Dwarf_Die *die, int dwarf_tag,
			     struct die_attrs *attrs, uint32_t *ret)
{
	struct die_attrs named_attrs;
	struct tag_dies tag = { .body = *die,
				.dwarf_tag = dwarf_tag,
				.body_attrs = attrs };
	TRY(complete_tag(builder, &tag, &named_attrs));
	enum type_kind kind = type_kind_of_tag(tag.dwarf_tag);
	if (kind == TYPE_VOID)
		return die_error(die, "signature");
	bool complete = !die_flag(attrs, DIE_DECLARATION);
	const char *name;
	TRY(type_raw_name(builder, tag.named_attrs, &name));
	name = without_typedef(name);
	if (!name || !*name)
		return complete ? type_body(builder, &tag.body, attrs, kind, NULL, ret)
				: nameless_declaration(builder, kind, ret);
	uint32_t number;
	TRY(tag_node(builder, &tag.named, kind, name, complete, &number));
	/* Two bodies of one tag in one unit are two DIEs, and both are read. */
	if (complete && !was_visited(builder->unit, number))
		TRY(type_builder_wait(builder, &tag.body, number));
	TRY(learn(builder, number, complete ? TAG_DEFINED : TAG_MENTIONED));
	*ret = number;
	return NULL;
}
