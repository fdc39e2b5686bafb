/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_ABBREV_H
#define VERIFY_DWARF_ABBREV_H

/* Abbreviations of a unit, for verify/dwarf_decode.c. */

#include "verify/dwarf_decode.h"

/*
 * Prepares a unit for decoding. `usable` is false if something in it is not what this
 * code knows, or is damaged: libdw reads it then, or says what is wrong.
 */
struct hm_error *decoded_unit_load(struct die_decoder *decoder, struct decoded_unit *unit,
				   Dwarf_CU *cu);
void abbrev_table_deinit(struct abbrev_table *table);

#endif
