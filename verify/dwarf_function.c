// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_type.h"

#include "base/error.h"

/* Attributes that stand anywhere between a function and the first declaration of it. */
struct function_facts {
	Dwarf_Die parameters; /* the DIE whose children they are */
	bool prototyped;
	uint64_t convention;
	bool has_result;
	struct type_ref result;
};

/* Chains of references from DIE to DIE; as in verify/dwarf_die.c. */
#define CHAIN_MAX 16

static struct hm_error *read_facts(struct type_builder *builder, Dwarf_Die *die,
				   struct function_facts *facts)
{
	Dwarf_Die at = *die;
	struct die_attrs attrs;
	int tag;
	bool abstract = true;
	for (unsigned step = 0; step < CHAIN_MAX; step++) {
		TRY(die_decode(&builder->units->decoder, &at, &tag, &attrs));
		facts->prototyped |= die_flag(&attrs, DIE_PROTOTYPED);
		if (!facts->convention)
			die_constant(&attrs, DIE_CALLING_CONVENTION, &facts->convention);
		if (!facts->has_result && die_has(&attrs, DIE_TYPE)) {
			facts->has_result = true;
			TRY(type_of_attrs(builder, &attrs, &facts->result));
		}
		/*
		 * What has an abstract origin describes one copy of the code, whose
		 * parameters may have been dropped; the origin has the source's.
		 */
		if (abstract)
			facts->parameters = at;
		abstract = die_has(&attrs, DIE_ABSTRACT_ORIGIN);
		if (abstract)
			TRY(die_follow(&attrs, DIE_ABSTRACT_ORIGIN, &at));
		else if (die_has(&attrs, DIE_SPECIFICATION))
			TRY(die_follow(&attrs, DIE_SPECIFICATION, &at));
		else
			return NULL;
	}
	return die_too_deep(die, "references in a row", CHAIN_MAX);
}

static struct hm_error *read_parameter(struct type_builder *builder, Dwarf_Die *die,
				       struct die_attrs *attrs)
{
	struct type_ref ref;
	if (!die_has(attrs, DIE_TYPE))
		TRY(die_origin(die, attrs, DIE_ABSTRACT_ORIGIN, DIE_SPECIFICATION));
	TRY(type_of_attrs(builder, attrs, &ref));
	ref.quals = 0;
	return vector_push(&builder->params, ref) ? NULL : error_nomem();
}

/*
 * Behind the object that they work on, constructors and destructors of C++ have arguments
 * that the compiler alone knows of (__in_chrg, __vtt_parm, vtt). Which of them there are
 * follows from the symbol's name, and compilers do not agree on which they record.
 */
static bool is_hidden_argument(struct die_attrs *attrs, bool first, bool *method)
{
	bool artificial = die_flag(attrs, DIE_ARTIFICIAL);
	if (first)
		*method = artificial;
	return artificial && !first && *method;
}

/* `packs`: parameters may stand in packs of C++ templates, one level down. */
static struct hm_error *read_parameters(struct type_builder *builder, Dwarf_Die *parent,
					bool packs, bool *unspecified)
{
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	bool method = false;
	size_t first = builder->params.count;
	TRY(die_walk_start(&builder->units->decoder, parent, NULL, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (tag == DW_TAG_formal_parameter &&
		    is_hidden_argument(&attrs, builder->params.count == first, &method))
			continue;
		if (tag == DW_TAG_formal_parameter)
			TRY(read_parameter(builder, &die, &attrs));
		else if (tag == DW_TAG_unspecified_parameters)
			*unspecified = true;
		else if (tag == DW_TAG_GNU_formal_parameter_pack && packs)
			TRY(read_parameters(builder, &die, false, unspecified));
	}
}

/* DW_CC_nocall is what optimisers say of functions that only they call. */
static uint8_t convention_of(uint64_t value)
{
	if (value <= DW_CC_nocall || value > UINT8_MAX)
		return CONVENTION_DEFAULT;
	return (uint8_t)value;
}

static struct hm_error *make_function(struct type_builder *builder, Dwarf_Die *die,
				      struct type_ref *ret)
{
	struct function_facts facts = { 0 };
	unsigned language;
	bool unspecified = false;
	size_t first = builder->params.count;
	TRY(read_facts(builder, die, &facts));
	TRY(type_language(builder, &facts.parameters, &language));
	TRY(read_parameters(builder, &facts.parameters, true, &unspecified));
	struct type_parts parts = {
		.type = { .kind = TYPE_FUNCTION,
			  .convention = convention_of(facts.convention),
			  .target = facts.result },
		.params = vector_at(&builder->params, first),
		.count = builder->params.count - first,
	};
	parts.type.target.quals = 0;
	/* GCC marks what "()" leaves open as it marks "...". */
	if (!facts.prototyped && language_has_prototypes(language))
		parts.type.flags |= TYPE_UNPROTOTYPED;
	else if (unspecified)
		parts.type.flags |= TYPE_VARIADIC;
	*ret = (struct type_ref){ 0 };
	TRY(type_add_parts(builder, &parts, &ret->id));
	builder->params.count = first;
	return NULL;
}

struct hm_error *type_of_function(struct type_builder *builder, Dwarf_Die *die,
				  struct type_ref *ret)
{
	if (builder->depth == TYPE_DEPTH_MAX)
		return die_too_deep(die, "types within each other", TYPE_DEPTH_MAX);
	builder->depth++;
	struct hm_error *error = make_function(builder, die, ret);
	builder->depth--;
	return error;
}
