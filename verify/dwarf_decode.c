// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_decode.h"

#include "base/budget.h"
#include "base/error.h"
#include "verify/dwarf_abbrev.h"
#include "verify/dwarf_bytes.h"

void die_decoder_deinit(struct die_decoder *decoder)
{
	for (size_t i = 0; i < DECODER_UNITS; i++)
		abbrev_table_deinit(&decoder->tables[i]);
}

void die_decoder_allow(struct die_decoder *decoder, uint64_t size_bytes)
{
	budget_allow(&decoder->left, size_bytes, DECODER_ENTRIES_PER_BYTE);
	budget_allow(&decoder->abbrevs_left, size_bytes, DECODER_ABBREVS_PER_BYTE);
}

static struct hm_error *find_unit(struct die_decoder *decoder, Dwarf_CU *cu,
				  struct decoded_unit **ret)
{
	uint64_t hash = (uint64_t)(uintptr_t)cu * 0x9e3779b97f4a7c15u >> 32;
	struct decoded_unit *unit = &decoder->units[hash % DECODER_UNITS];
	*ret = unit;
	if (unit->cu == cu && unit->table_number == unit->table->number)
		return NULL;
	return decoded_unit_load(decoder, unit, cu);
}

/* Passes over a value that tells its size. */
static bool skip_value(unsigned form, struct byte_reader *reader)
{
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
static inline const struct abbrev *read_code(const struct decoded_unit *unit,
					     struct byte_reader *reader, bool *null)
{
	uint64_t code = reader_uleb(reader);
	*null = !code && !reader->failed;
	if (!code || reader->failed || code >= unit->table->abbrevs.count ||
	    !unit->table->abbrevs.data[code].known)
		return NULL;
	return &unit->table->abbrevs.data[code];
}

static bool skip_variable(const struct abbrev_attr *attr, struct byte_reader *reader)
{
	return reader_skip(reader, attr->offset) && skip_value(attr->form, reader);
}

static bool read_attrs(const struct decoded_unit *unit, const struct abbrev *abbrev,
		       struct byte_reader *reader, struct die_attrs *ret)
{
	/* There is no table to point into where no entry has an attribute. */
	for (size_t i = 0; i < abbrev->count; i++) {
		const struct abbrev_attr *attr =
			&unit->table->attrs.data[abbrev->first + i];
		bool implicit = attr->form == DW_FORM_implicit_const;
		if (!implicit && attr->offset > (size_t)(reader->end - reader->at))
			return false;
		if (attr->slot) {
			Dwarf_Attribute *value = &ret->at[attr->slot - 1];
			const uint8_t *base =
				implicit ? unit->table->section : reader->at;
			value->code = attr->code;
			value->form = attr->form;
			value->valp = (unsigned char *)base + attr->offset;
			value->cu = unit->cu;
		}
		if (attr->variable && !skip_variable(attr, reader))
			return false;
	}
	ret->present = abbrev->present;
	ret->unit = unit->bounds;
	return reader_skip(reader, abbrev->tail);
}

static bool skip_attrs(const struct decoded_unit *unit, const struct abbrev *abbrev,
		       struct byte_reader *reader)
{
	for (size_t i = 0; abbrev->variable && i < abbrev->count; i++) {
		const struct abbrev_attr *attr =
			&unit->table->attrs.data[abbrev->first + i];
		if (attr->variable && !skip_variable(attr, reader))
			return false;
	}
	return reader_skip(reader, abbrev->tail);
}

/* Where DW_AT_sibling leads, which must be onwards; `at` is behind all values. */
static const uint8_t *sibling_of(const struct decoded_unit *unit,
				 const struct abbrev *abbrev, const uint8_t *at)
{
	if (!abbrev->sibling_size)
		return NULL;
	uint64_t offset = bytes_number(at - abbrev->sibling, abbrev->sibling_size,
				       unit->bounds.big);
	if (offset >= (uint64_t)(unit->bounds.end - unit->bounds.start) ||
	    unit->bounds.start + offset < at)
		return NULL;
	return unit->bounds.start + offset;
}

/*
 * Reads an entry, or passes over it where `attrs` is NULL, and over those below it as far
 * as DW_AT_sibling leads: `ret_below` if it does not.
 */
static bool pass_entry(const struct decoded_unit *unit, const struct abbrev *abbrev,
		       struct byte_reader *reader, struct die_attrs *attrs,
		       bool *ret_below)
{
	if (!(attrs ? read_attrs(unit, abbrev, reader, attrs)
		    : skip_attrs(unit, abbrev, reader)))
		return false;
	*ret_below = false;
	if (!abbrev->children)
		return true;
	const uint8_t *sibling = sibling_of(unit, abbrev, reader->at);
	*ret_below = !sibling;
	if (sibling)
		reader->at = sibling;
	return true;
}

/* Skips all entries below one; false where that cannot be done. */
static bool skip_children(struct die_decoder *decoder, const struct decoded_unit *unit,
			  struct byte_reader *reader)
{
	for (uint64_t depth = 1; depth;) {
		bool null, below;
		const struct abbrev *abbrev = read_code(unit, reader, &null);
		if (null) {
			depth--;
			continue;
		}
		if (!decoder->left || !abbrev ||
		    !pass_entry(unit, abbrev, reader, NULL, &below))
			return false;
		decoder->left--;
		depth += below;
	}
	return true;
}

static struct byte_reader reader_at(const struct decoded_unit *unit, const uint8_t *at)
{
	return (struct byte_reader){ .at = at,
				     .end = unit->bounds.end,
				     .big = unit->bounds.big };
}

static bool contains(const struct decoded_unit *unit, const uint8_t *at)
{
	return unit->usable && at >= unit->bounds.start && at < unit->bounds.end;
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
		if (abbrev && read_attrs(unit, abbrev, &reader, ret)) {
			*ret_tag = abbrev->tag;
			return NULL;
		}
	}
	*ret_tag = dwarf_tag(die);
	return die_read(die, ret);
}

struct hm_error *die_walk_start(struct die_decoder *decoder, Dwarf_Die *parent,
				die_wanted_fn *wanted, struct die_walk *ret)
{
	struct decoded_unit *unit;
	*ret = (struct die_walk){ .decoder = decoder,
				  .cu = parent->cu,
				  .wanted = wanted };
	TRY(find_unit(decoder, parent->cu, &unit));
	if (contains(unit, parent->addr)) {
		struct byte_reader reader = reader_at(unit, parent->addr);
		bool null;
		const struct abbrev *abbrev = read_code(unit, &reader, &null);
		if (abbrev && skip_attrs(unit, abbrev, &reader)) {
			ret->at = abbrev->children ? reader.at : NULL;
			return NULL;
		}
	}
	return die_child(parent, &ret->next);
}

/* libdw goes over all entries below one without telling how many they are. */
#define ENTRY_SIZE_BYTES 8

/* The next sibling, by libdw. */
static struct hm_error *next_slowly(struct die_walk *walk, Dwarf_Die *die)
{
	struct die_decoder *decoder = walk->decoder;
	struct decoded_unit *unit;
	Dwarf_Die next;
	int result = dwarf_siblingof(die, &next);
	if (result < 0)
		return die_error(die, "sibling");
	TRY(find_unit(decoder, walk->cu, &unit));
	/* Behind the last one it is told where the siblings end, if not with the unit. */
	const uint8_t *at = die->addr, *end = next.addr ? next.addr : unit->bounds.end;
	uint64_t entries = 1 + (end > at ? (uint64_t)(end - at) / ENTRY_SIZE_BYTES : 0);
	if (entries >= decoder->left)
		return die_error(die, "nesting");
	decoder->left -= entries;
	walk->next = result ? (Dwarf_Die){ 0 } : next;
	return NULL;
}

/* Goes on with libdw, which finds out what is wrong or unusual about an entry. */
static struct hm_error *walk_slowly(struct die_walk *walk, Dwarf_Die *ret_die,
				    int *ret_tag, struct die_attrs *ret)
{
	*ret_die = walk->next;
	*ret_tag = 0;
	if (!walk->next.addr)
		return NULL;
	*ret_tag = dwarf_tag(ret_die);
	walk->children = dwarf_haschildren(ret_die) > 0;
	if (ret)
		TRY(die_read(ret_die, ret));
	return next_slowly(walk, ret_die);
}

enum step {
	STEP_TAKEN,
	STEP_PASSED,  /* nobody wants it */
	STEP_END,     /* of the siblings */
	STEP_UNKNOWN, /* for libdw to find out */
};

/* Goes over the entry at hand and all below it, and reads it if it is wanted. */
static enum step step_over(struct die_walk *walk, const struct decoded_unit *unit,
			   struct byte_reader *reader, int *ret_tag,
			   struct die_attrs *ret)
{
	bool null, below;
	/* Some producers end the last siblings of a unit by its end alone. */
	if (reader->at >= unit->bounds.end)
		return STEP_END;
	const struct abbrev *abbrev = read_code(unit, reader, &null);
	if (!abbrev)
		return null ? STEP_END : STEP_UNKNOWN;
	bool wanted = !walk->wanted || walk->wanted(abbrev->tag, abbrev->present);
	if (!pass_entry(unit, abbrev, reader, wanted ? ret : NULL, &below) ||
	    (below && !skip_children(walk->decoder, unit, reader)))
		return STEP_UNKNOWN;
	*ret_tag = abbrev->tag;
	walk->children = abbrev->children;
	return wanted ? STEP_TAKEN : STEP_PASSED;
}

struct hm_error *die_walk_next(struct die_walk *walk, Dwarf_Die *ret_die, int *ret_tag,
			       struct die_attrs *ret)
{
	if (!walk->at)
		return walk_slowly(walk, ret_die, ret_tag, ret);
	struct die_decoder *decoder = walk->decoder;
	struct decoded_unit *unit;
	TRY(find_unit(decoder, walk->cu, &unit));
	struct byte_reader reader = reader_at(unit, walk->at);
	Dwarf_Die die = { .cu = walk->cu };
	enum step step;
	do {
		decoder->left -= decoder->left != 0;
		die.addr = (void *)reader.at;
		step = step_over(walk, unit, &reader, ret_tag, ret);
	} while (step == STEP_PASSED && decoder->left);
	walk->at = step == STEP_TAKEN ? reader.at : NULL;
	if (step == STEP_END) {
		*ret_die = (Dwarf_Die){ 0 };
		return NULL;
	}
	if (!decoder->left)
		return die_error(&die, "nesting");
	if (step == STEP_UNKNOWN) {
		walk->next = die;
		return walk_slowly(walk, ret_die, ret_tag, ret);
	}
	*ret_die = die;
	return NULL;
}
