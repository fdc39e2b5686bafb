/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_UNIT_H
#define VERIFY_DWARF_UNIT_H

/*
 * Units of debug information: compile units, and the partial and type units that they
 * refer to. What stands in a partial or type unit belongs to whichever compile unit
 * refers to it.
 */

#include "base/arena.h"
#include "base/vector.h"
#include "verify/dwarf_decode.h"
#include "verify/dwarf_map.h"

#define UNIT_NONE UINT32_MAX

enum unit_kind {
	UNIT_COMPILE,
	UNIT_PARTIAL,
	UNIT_TYPE,
};

/* A part of a unit that qualifies the tags in it: a namespace, a class, a function. */
struct dwarf_scope {
	/* Where the scope's DIE stands, and where what follows it does. */
	const uint8_t *start, *end;
	uint32_t parent; /* UNIT_NONE: the unit itself */
};

struct dwarf_unit {
	/* Of the unit itself; its other half if it was split. */
	Dwarf_Die die;
	uint32_t index; /* in dwarf_units.list */
	enum unit_kind kind;
	uint16_t version;
	uint8_t address_size;
	unsigned language;	       /* DW_LANG_*, 0 if unknown */
	const char *producer;	       /* NULL if unknown */
	const char *name, *comp_dir;   /* of its source file; NULL if unknown */
	const uint8_t *lines;	       /* its line table; NULL if it has none */
	const uint8_t *lines_end;      /* of the section */
	struct dwarf_unit *line_owner; /* type unit: a compile unit with that table */
	uint32_t number;	       /* in the draft; UNIT_NONE until it is needed */
	bool terse_known, terse;       /* see verify/dwarf_terse.h */
	bool scopes_known;
	VECTOR(struct dwarf_scope) scopes; /* by start */
	/* The tags that have a body in this unit; sorted when it is entered again. */
	VECTOR(uint32_t) defined;
};

struct dwarf_units {
	VECTOR(struct dwarf_unit *) list;
	struct die_decoder decoder;
	struct word_map by_cu;	  /* address of a Dwarf_CU to number in `list` */
	struct word_map by_lines; /* address of a line table to a compile unit's number */
	struct arena arena;
};

void dwarf_units_deinit(struct dwarf_units *units);

/* The unit that a DIE is in; made when it is first asked for. */
struct hm_error *dwarf_units_find(struct dwarf_units *units, Dwarf_CU *cu,
				  struct dwarf_unit **ret);

/* C and its kin, where a function type says whether it has a prototype. */
bool language_has_prototypes(unsigned language);
/* Languages whose structs and classes are scopes for the tags in them. */
bool language_nests_tags(unsigned language);
bool language_is_assembler(unsigned language);

/*
 * The innermost scope that qualifies a tag; UNIT_NONE for a global one. `complete`: the
 * tag has a body here; a tag within a C function that has none is taken to mean the one
 * outside.
 */
struct hm_error *dwarf_unit_scope(struct dwarf_units *units, struct dwarf_unit *unit,
				  Dwarf_Die *die, bool complete, uint32_t *ret);

/* The name of a tag with the scopes it is in: "a::b::tag", "function::tag"; to be freed.
 */
struct hm_error *dwarf_unit_qualify(const struct dwarf_unit *unit, uint32_t scope,
				    const char *name, char **ret);

#endif
