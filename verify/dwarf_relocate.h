/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_RELOCATE_H
#define VERIFY_DWARF_RELOCATE_H

/* Applies the relocations of debug sections in relocatable objects. */

#include "verify/dwarf_section.h"

/* Where one section of the file stands in the set. */
struct section_place {
	int section; /* enum debug_section; -1: not in the set */
	size_t start, size;
};

struct section_places {
	struct section_place *data;
	size_t count, capacity;
};

static inline void section_places_deinit(struct section_places *places)
{
	vector_deinit(places);
}

/*
 * HM_ERR_FORMAT: a relocation is damaged or of a type that debug sections should not
 * have.
 */
struct hm_error *section_set_relocate(struct section_set *set, Elf *elf,
				      const struct section_places *places);

#endif
