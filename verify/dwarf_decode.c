// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_decode.h"

#include "base/error.h"
#include "verify/dwarf_abbrev.h"
#include "verify/dwarf_bytes.h"

void die_decoder_deinit(struct die_decoder *decoder)
{
	for (size_t i = 0; i < DECODER_UNITS; i++)
		decoded_unit_deinit(&decoder->units[i]);
}

void die_decoder_allow(struct die_decoder *decoder, uint64_t size_bytes)
{
	uint64_t more;
	if (__builtin_mul_overflow(size_bytes, DECODER_ENTRIES_PER_BYTE, &more) ||
	    __builtin_add_overflow(decoder->left, more, &decoder->left))
		decoder->left = UINT64_MAX;
}

static struct hm_error *find_unit(struct die_decoder *decoder, Dwarf_CU *cu,
				  struct decoded_unit **ret)
{
	uint64_t hash = (uint64_t)(uintptr_t)cu * 0x9e3779b97f4a7c15u >> 32;
	struct decoded_unit *unit = &decoder->units[hash % DECODER_UNITS];
	*ret = unit;
	return unit->cu == cu ? NULL : decoded_unit_load(unit, cu);
}

static bool skip_variable(const struct decoded_unit *unit, unsigned form,
			  struct byte_reader *reader)
{
	(void)unit;
	switch (form) {
	case DW_FORM_string:
		reader_text(reader);
		break;
	case DW_FORM_block1:
		reader_skip(reader, reader_number(reader, 1));
		break;
	case DW_FORM_block2:
		reader_skip(reader, reader_number(reader, 2));
		break;
	case DW_FORM_block4:
		reader_skip(reader, reader_number(reader, 4));
		break;
	case DW_FORM_block:
	case DW_FORM_exprloc:
		reader_skip(reader, reader_uleb(reader));
		break;
	default:
		reader_uleb(reader);
		break;
	}
	return !reader->failed;
}

/* The abbreviation of the entry; NULL for the end of siblings, or if it is unknown. */
static const struct abbrev *read_code(const struct decoded_unit *unit,
				      struct byte_reader *reader, bool *null)
{
	uint64_t code = reader_uleb(reader);
	*null = !code && !reader->failed;
	if (!code || reader->failed || code >= unit->abbrevs.count ||
	    !unit->abbrevs.data[code].known)
		return NULL;
	return &unit->abbrevs.data[code];
}

/* Reads, or only skips, the attributes of an entry. */
static bool read_attrs(const struct decoded_unit *unit, const struct abbrev *abbrev,
		       struct byte_reader *reader, struct die_attrs *attrs)
{
	/* There is no table to point into where no entry has an attribute. */
	for (size_t i = 0; i < abbrev->count; i++) {
		const struct abbrev_attr *attr = &unit->attrs.data[abbrev->first + i];
		if (attr->slot && attrs) {
			bool implicit = attr->form == DW_FORM_implicit_const;
			const uint8_t *value =
				implicit ? unit->abbreviations + attr->implicit
					 : reader->at;
			unsigned slot = attr->slot - 1u;
			attrs->present |= UINT64_C(1) << slot;
			attrs->at[slot].code = die_code_of(slot);
			attrs->at[slot].form = attr->form;
			attrs->at[slot].valp = (unsigned char *)value;
			attrs->at[slot].cu = unit->cu;
		}
		if (attr->size == SIZE_VARIABLE ? !skip_variable(unit, attr->form, reader)
						: !reader_skip(reader, attr->size))
			return false;
	}
	return true;
}

/* DW_AT_sibling, which must lead onwards. */
static const uint8_t *sibling_of(const struct decoded_unit *unit,
				 const struct die_attrs *attrs, const uint8_t *at)
{
	if (!die_has(attrs, DIE_SIBLING))
		return NULL;
	const Dwarf_Attribute *attr = &attrs->at[DIE_SIBLING];
	size_t size = attr->form == DW_FORM_ref1   ? 1
		      : attr->form == DW_FORM_ref2 ? 2
		      : attr->form == DW_FORM_ref4 ? 4
		      : attr->form == DW_FORM_ref8 ? 8
						   : 0;
	if (!size)
		return NULL;
	uint64_t offset = bytes_number(attr->valp, size, unit->big);
	if (offset >= (uint64_t)(unit->end - unit->start) || unit->start + offset < at)
		return NULL;
	return unit->start + offset;
}

/* Skips all entries below one; false where that cannot be done. */
static bool skip_children(struct die_decoder *decoder, const struct decoded_unit *unit,
			  struct byte_reader *reader)
{
	for (uint64_t depth = 1; depth;) {
		struct die_attrs attrs;
		const uint8_t *sibling;
		bool null;
		const struct abbrev *abbrev = read_code(unit, reader, &null);
		if (null) {
			depth--;
			continue;
		}
		attrs.present = 0;
		if (!decoder->left || !abbrev ||
		    !read_attrs(unit, abbrev, reader, &attrs))
			return false;
		decoder->left--;
		if (!abbrev->children)
			continue;
		sibling = sibling_of(unit, &attrs, reader->at);
		if (sibling)
			reader->at = sibling;
		else
			depth++;
	}
	return true;
}

static struct byte_reader reader_at(const struct decoded_unit *unit, const uint8_t *at)
{
	return (struct byte_reader){ .at = at, .end = unit->end, .big = unit->big };
}

static bool contains(const struct decoded_unit *unit, const uint8_t *at)
{
	return unit->usable && at >= unit->start && at < unit->end;
}

struct hm_error *die_decode(struct die_decoder *decoder, Dwarf_Die *die, int *ret_tag,
			    struct die_attrs *ret)
{
	struct decoded_unit *unit;
	TRY(find_unit(decoder, die->cu, &unit));
	if (contains(unit, die->addr)) {
		struct byte_reader reader = reader_at(unit, die->addr);
		bool null;
		const struct abbrev *abbrev = read_code(unit, &reader, &null);
		ret->present = 0;
		if (abbrev && read_attrs(unit, abbrev, &reader, ret)) {
			*ret_tag = abbrev->tag;
			return NULL;
		}
	}
	*ret_tag = dwarf_tag(die);
	return die_read(die, ret);
}

struct hm_error *die_walk_start(struct die_decoder *decoder, Dwarf_Die *parent,
				struct die_walk *ret)
{
	struct decoded_unit *unit;
	*ret = (struct die_walk){ .decoder = decoder, .cu = parent->cu };
	TRY(find_unit(decoder, parent->cu, &unit));
	if (contains(unit, parent->addr)) {
		struct byte_reader reader = reader_at(unit, parent->addr);
		bool null;
		const struct abbrev *abbrev = read_code(unit, &reader, &null);
		if (abbrev && read_attrs(unit, abbrev, &reader, NULL)) {
			ret->at = abbrev->children ? reader.at : NULL;
			return NULL;
		}
	}
	return die_child(parent, &ret->next);
}

/* Goes on with libdw, which finds out what is wrong or unusual about an entry. */
static struct hm_error *walk_slowly(struct die_walk *walk, Dwarf_Die *ret_die,
				    int *ret_tag, struct die_attrs *ret)
{
	*ret_die = walk->next;
	ret->present = 0;
	*ret_tag = 0;
	if (!walk->next.addr)
		return NULL;
	*ret_tag = dwarf_tag(ret_die);
	TRY(die_read(ret_die, ret));
	return die_next(&walk->next);
}

struct hm_error *die_walk_next(struct die_walk *walk, Dwarf_Die *ret_die, int *ret_tag,
			       struct die_attrs *ret)
{
	if (!walk->at)
		return walk_slowly(walk, ret_die, ret_tag, ret);
	struct decoded_unit *unit;
	walk->decoder->left -= walk->decoder->left != 0;
	TRY(find_unit(walk->decoder, walk->cu, &unit));
	struct byte_reader reader = reader_at(unit, walk->at);
	Dwarf_Die die = { .addr = (void *)walk->at, .cu = walk->cu };
	bool null;
	/* Some producers end the last siblings of a unit by its end alone. */
	const struct abbrev *abbrev =
		walk->at < unit->end ? read_code(unit, &reader, &null) : NULL;
	if (walk->at >= unit->end || null) {
		walk->at = NULL;
		*ret_die = (Dwarf_Die){ 0 };
		return NULL;
	}
	ret->present = 0;
	const uint8_t *sibling = NULL;
	bool fine = abbrev && read_attrs(unit, abbrev, &reader, ret);
	if (fine && abbrev->children && !(sibling = sibling_of(unit, ret, reader.at)))
		fine = skip_children(walk->decoder, unit, &reader);
	if (!walk->decoder->left)
		return die_error(&die, "nesting");
	if (!fine) {
		walk->at = NULL;
		walk->next = die;
		return walk_slowly(walk, ret_die, ret_tag, ret);
	}
	walk->at = sibling ? sibling : reader.at;
	*ret_die = die;
	*ret_tag = abbrev->tag;
	return NULL;
}
