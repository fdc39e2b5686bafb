/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_SIGHTING_H
#define VERIFY_DWARF_SIGHTING_H

/* From entries that answer what is asked for to sightings with their types. */

#include "verify/dwarf_symbol.h"
#include "verify/dwarf_type.h"

/*
 * Reads the types of all hits that no better one of the same want outdoes, unit by unit;
 * sorts the hits.
 */
struct hm_error *dwarf_sightings_read(struct type_builder *builder,
				      const struct want_index *wants,
				      struct dwarf_hits *hits, struct dwarf_result *ret);

#endif
