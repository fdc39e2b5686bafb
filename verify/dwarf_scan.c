// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_scan.h"

#include "base/error.h"
#include "base/scope.h"

/* Scopes within each other: blocks, namespaces, imports. Compilers stop at 256 brackets.
 */
#define DEPTH_MAX 512

struct scan {
	struct dwarf_place place;
	const struct dwarf_unit *unit;
	struct dwarf_hits *hits;
	/* Partial units that were walked as part of this unit. */
	struct word_map imported;
	/* How many entries were walked, and how many can be. */
	uint64_t walked, walked_max;
};

static void scan_deinit(struct scan *scan)
{
	word_map_deinit(&scan->imported);
}

static struct hm_error *scan_scope(struct scan *scan, Dwarf_Die *parent, unsigned depth);

/* What dwz(1) moved out of several units counts as part of each. */
static struct hm_error *scan_import(struct scan *scan, struct die_attrs *attrs,
				    unsigned depth)
{
	Dwarf_Die target;
	if (!die_has(attrs, DIE_IMPORT))
		return NULL;
	TRY(die_follow(attrs, DIE_IMPORT, &target));
	uint64_t key = word_of_pointer(target.addr);
	if (dwarf_tag(&target) != DW_TAG_partial_unit ||
	    word_map_find(&scan->imported, key))
		return NULL;
	if (!word_map_put(&scan->imported, key, 0))
		return error_nomem();
	struct dwarf_unit *unit;
	TRY(dwarf_units_find(scan->place.units, target.cu, &unit));
	return scan_scope(scan, &target, depth + 1);
}

/* Static members and methods have linkage names, by which users ask for them. */
static struct hm_error *scan_class(struct scan *scan, Dwarf_Die *die, unsigned depth)
{
	if (!language_nests_tags(scan->unit->language))
		return NULL;
	bool outside = !scan->place.in_class;
	scan->place.in_class = true;
	TRY(scan_scope(scan, die, depth + 1));
	if (outside)
		scan->place.in_class = false;
	return NULL;
}

static bool is_block(int tag)
{
	return tag == DW_TAG_subprogram || tag == DW_TAG_lexical_block ||
	       tag == DW_TAG_try_block || tag == DW_TAG_catch_block;
}

static bool wanted_in_block(int tag, uint64_t present)
{
	return is_block(tag) || (tag == DW_TAG_variable && present >> DIE_EXTERNAL & 1);
}

/*
 * Declarations within functions, of which a user of the symbol may have no other. What
 * was inlined was declared where it came from.
 */
static struct hm_error *scan_block(struct scan *scan, Dwarf_Die *parent, unsigned depth)
{
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	if (depth > DEPTH_MAX)
		return die_too_deep(parent, "scopes within each other", DEPTH_MAX);
	TRY(die_walk_start(&scan->place.units->decoder, parent, wanted_in_block, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (++scan->walked > scan->walked_max)
			return die_error(&die, "nesting");
		if (tag == DW_TAG_subprogram ||
		    (tag == DW_TAG_variable && die_flag(&attrs, DIE_EXTERNAL)))
			TRY(dwarf_symbol_examine(&scan->place, &die, tag, &attrs,
						 scan->hits));
		if (is_block(tag))
			TRY(scan_block(scan, &die, depth + 1));
	}
}

static struct hm_error *scan_die(struct scan *scan, Dwarf_Die *die, int tag,
				 struct die_attrs *attrs, unsigned depth)
{
	switch (tag) {
	case DW_TAG_subprogram:
		TRY(dwarf_symbol_examine(&scan->place, die, tag, attrs, scan->hits));
		return scan->place.wants->any_undefined ? scan_block(scan, die, depth + 1)
							: NULL;
	case DW_TAG_variable:
		return dwarf_symbol_examine(&scan->place, die, tag, attrs, scan->hits);
	case DW_TAG_namespace:
	case DW_TAG_module:
		return scan_scope(scan, die, depth + 1);
	case DW_TAG_imported_unit:
		return scan_import(scan, attrs, depth);
	case DW_TAG_structure_type:
	case DW_TAG_class_type:
	case DW_TAG_union_type:
	case DW_TAG_enumeration_type:
	case DW_TAG_typedef:
		if (scan->place.wants->any_type && !scan->place.in_class)
			TRY(dwarf_symbol_examine_type(&scan->place, die, tag, attrs,
						      scan->hits));
		return scan_class(scan, die, depth);
	case DW_TAG_base_type:
		if (!scan->place.wants->any_type)
			return NULL;
		return dwarf_symbol_examine_type(&scan->place, die, tag, attrs,
						 scan->hits);
	default:
		return NULL;
	}
}

/* Where nobody asks for types, nor for what stands in them. */
static bool wanted_in_scope(int tag, uint64_t present)
{
	(void)present;
	return tag == DW_TAG_subprogram || tag == DW_TAG_variable ||
	       tag == DW_TAG_imported_unit || die_is_namespace(tag);
}

static struct hm_error *scan_scope(struct scan *scan, Dwarf_Die *parent, unsigned depth)
{
	bool types =
		scan->place.wants->any_type || language_nests_tags(scan->unit->language);
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	if (depth > DEPTH_MAX)
		return die_too_deep(parent, "scopes within each other", DEPTH_MAX);
	TRY(die_walk_start(&scan->place.units->decoder, parent,
			   types ? NULL : wanted_in_scope, &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (++scan->walked > scan->walked_max)
			return die_error(&die, "nesting");
		TRY(scan_die(scan, &die, tag, &attrs, depth));
	}
}

struct hm_error *dwarf_scan_symbols(struct dwarf_units *units, struct want_index *wants,
				    struct dwarf_unit *unit, uint64_t entry_max,
				    struct dwarf_hits *hits)
{
	SCOPED(scan_deinit)
	struct scan scan = {
		.place = { .units = units, .wants = wants, .unit = unit->index },
		.unit = unit,
		.hits = hits,
		.walked_max = entry_max,
	};
	return scan_scope(&scan, &unit->die, 0);
}
