/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_SYMBOL_H
#define VERIFY_DWARF_SYMBOL_H

/* Which entries of the debug information are answers to what is asked for. */

#include "verify/dwarf_unit.h"
#include "verify/dwarf_wants.h"

/* Not an answer to a want but an HM_INTERFACE mark. */
#define HIT_MARKER UINT32_MAX

/* An entry whose type is to be read. */
struct dwarf_hit {
	Dwarf_Die die;
	/* The compile unit whose view of the type counts; number in the units. */
	uint32_t unit;
	uint32_t want;
	uint8_t rank; /* enum sighting_rank */
	bool marker;  /* its type is an array of pointers to the symbol's */
	/* A function declared with DW_AT_noreturn, here or where it was declared. */
	bool noreturn;
	/* In the order found. */
	uint32_t number;
};

struct dwarf_hits {
	struct dwarf_hit *data;
	size_t count, capacity;
};

/* Where an entry was found. */
struct dwarf_place {
	struct dwarf_units *units;
	struct want_index *wants;
	uint32_t unit;
	/* Within a class: only what has a linkage name is a symbol of that name. */
	bool in_class;
};

/*
 * Looks at DW_TAG_subprogram or DW_TAG_variable with its attributes; adds what it
 * answers.
 */
struct hm_error *dwarf_symbol_examine(const struct dwarf_place *place, Dwarf_Die *die,
				      int tag, struct die_attrs *attrs,
				      struct dwarf_hits *hits);

/* Looks at a typedef, struct, union, enum or base type for those asked for by name. */
struct hm_error *dwarf_symbol_examine_type(const struct dwarf_place *place,
					   Dwarf_Die *die, int tag,
					   struct die_attrs *attrs,
					   struct dwarf_hits *hits);

/* The name behind "hm_interface_", which is the whole mark; NULL for other entries. */
struct hm_error *dwarf_symbol_marked(Dwarf_Die *die, const char **ret);

#endif
