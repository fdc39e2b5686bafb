/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_SCAN_H
#define VERIFY_DWARF_SCAN_H

/* Walking a compile unit for answers to what is asked for, without looking at types. */

#include "verify/dwarf_symbol.h"

/*
 * Finds all answers in a compile unit and what it imports; adds them to `hits`.
 * `entry_max`: more entries than the file can hold, which overlapping ones would reach.
 */
struct hm_error *dwarf_scan_symbols(struct dwarf_units *units, struct want_index *wants,
				    struct dwarf_unit *unit, uint64_t entry_max,
				    struct dwarf_hits *hits);

#endif
