// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_type.h"

#include "base/error.h"

/* More dimensions than any language allows: Fortran has 15. */
#define DIMENSION_MAX 64

/* Fortran and others count from 1 where nothing is said. */
static struct hm_error *lower_bound(struct type_builder *builder, Dwarf_Die *die,
				    struct die_attrs *attrs, uint64_t *ret)
{
	unsigned language;
	Dwarf_Sword bound = 0;
	if (die_constant(attrs, DIE_LOWER_BOUND, ret))
		return NULL;
	TRY(type_language(builder, die, &language));
	if (dwarf_default_lower_bound((int)language, &bound))
		bound = 0;
	*ret = (uint64_t)bound;
	return NULL;
}

/*
 * Flexible, zero-length and computed arrays all have no known length. A bound of -1 comes
 * in every width.
 */
static struct hm_error *dimension(struct type_builder *builder, Dwarf_Die *die,
				  struct die_attrs *attrs, uint64_t *ret)
{
	uint64_t count = 0, upper, lower;
	if (die_has(attrs, DIE_COUNT)) {
		if (!die_constant(attrs, DIE_COUNT, &count) || (int64_t)count < 0)
			count = 0;
	} else if (die_constant(attrs, DIE_UPPER_BOUND, &upper)) {
		TRY(lower_bound(builder, die, attrs, &lower));
		count = upper - lower + 1;
		bool minus_one = upper == UINT32_MAX && builder->unit->address_size == 4;
		if (minus_one || (int64_t)count < 0)
			count = 0;
	}
	*ret = count ? count : LENGTH_UNKNOWN;
	return NULL;
}

static struct hm_error *dimensions(struct type_builder *builder, Dwarf_Die *die,
				   uint64_t lengths[static DIMENSION_MAX],
				   size_t *ret_count)
{
	size_t count = 0;
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die child;
	int tag;
	TRY(die_walk_start(&builder->units->decoder, die, NULL, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &child, &tag, &attrs));
		if (!child.addr)
			break;
		if (tag != DW_TAG_subrange_type && tag != DW_TAG_enumeration_type &&
		    tag != DW_TAG_generic_subrange)
			continue;
		if (count == DIMENSION_MAX)
			return die_too_deep(die, "dimensions", DIMENSION_MAX);
		TRY(dimension(builder, &child, &attrs, &lengths[count++]));
	}
	if (!count)
		lengths[count++] = LENGTH_UNKNOWN;
	*ret_count = count;
	return NULL;
}

static struct hm_error *type_of_vector(struct type_builder *builder,
				       struct die_attrs *attrs, struct type_ref element,
				       const uint64_t *lengths, size_t count,
				       uint32_t *ret)
{
	struct type type = { .kind = TYPE_VECTOR, .target = element, .length = 1 };
	for (size_t i = 0; i < count; i++)
		if (__builtin_mul_overflow(type.length, lengths[i], &type.length))
			type.length = LENGTH_UNKNOWN;
	/* Written only where it is not the product. */
	if (!die_constant(attrs, DIE_BYTE_SIZE, &type.size) &&
	    __builtin_mul_overflow(type.length, type_known_size(builder, element.id),
				   &type.size))
		type.size = 0;
	return type_add(builder, &type, ret);
}

struct hm_error *type_of_array(struct type_builder *builder, Dwarf_Die *die,
			       struct die_attrs *attrs, uint32_t *ret)
{
	uint64_t lengths[DIMENSION_MAX];
	size_t count = 0;
	struct type_ref element;
	TRY(type_of_attrs(builder, attrs, &element));
	TRY(dimensions(builder, die, lengths, &count));
	if (die_flag(attrs, DIE_GNU_VECTOR))
		return type_of_vector(builder, attrs, element, lengths, count, ret);
	/* The last dimension is the innermost. */
	while (count-- > 0) {
		struct type type = { .kind = TYPE_ARRAY,
				     .length = lengths[count],
				     .target = element };
		element = (struct type_ref){ 0 };
		TRY(type_add(builder, &type, &element.id));
	}
	*ret = element.id;
	return NULL;
}
