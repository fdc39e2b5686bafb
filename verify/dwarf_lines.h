/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_LINES_H
#define VERIFY_DWARF_LINES_H

/*
 * Which file a declaration stands in, from the header of a line table (DWARF 5 section
 * 6.2.4). libdw would read the whole line program for it, which is the most part.
 */

#include "verify/dwarf_map.h"
#include "verify/dwarf_unit.h"

/* For each file of a line table: whether it is the source file of one compile unit. */
struct line_verdict {
	const uint8_t *lines;
	VECTOR(uint8_t) own;
};

/* The verdicts about the line tables that one compile unit's types refer to. */
struct line_verdicts {
	char *source; /* its source file; NULL if unknown */
	VECTOR(struct line_verdict) tables;
	struct word_map by_lines; /* address of a table to its number in `tables` */
};

void line_verdicts_deinit(struct line_verdicts *verdicts);

/* Empties them for another compile unit. */
struct hm_error *line_verdicts_enter(struct line_verdicts *verdicts,
				     const struct dwarf_unit *unit);

/* Whether file number `file` of the table of `unit` is the compile unit's source file. */
struct hm_error *line_verdicts_ask(struct line_verdicts *verdicts,
				   const struct dwarf_unit *unit, uint64_t file,
				   bool *ret);

#endif
