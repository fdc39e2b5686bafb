/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_WANTS_H
#define VERIFY_DWARF_WANTS_H

/* What is asked for, found by name and by address: once for every function of a file. */

#include "base/index.h"
#include "verify/dwarf_file.h"
#include "verify/dwarf_map.h"

/* No sighting yet; worse than any enum sighting_rank. */
#define RANK_NONE UINT8_MAX

struct want_index {
	const struct dwarf_want *wants;
	size_t count;
	/* Numbers of wants sorted by kind, then name. */
	VECTOR(uint32_t) sorted;
	/* Places in `sorted` where a kind and name starts. */
	struct index names;
	/* Addresses to the first want there; the next one of the same address. */
	struct word_map addresses;
	VECTOR(uint32_t) next;
	/* The address of each want in the debug information; 0 if it has none. */
	VECTOR(uint64_t) places;
	/* The best rank seen so far, by number of the want. */
	VECTOR(uint8_t) best;
	bool any_type, any_undefined, thumb;
};

void want_index_deinit(struct want_index *index);

struct hm_error *want_index_init(struct want_index *index, const struct dwarf_file *file,
				 const struct dwarf_want *wants, size_t count);

/* The numbers of the wants of a kind and name; NULL if there are none. */
const uint32_t *want_index_name(const struct want_index *index, enum want_kind kind,
				const char *name, size_t *ret_count);

/*
 * The first want that may be at an address, and the one behind another; UINT32_MAX: no
 * more. want_index_is_at() tells.
 */
uint32_t want_index_address(const struct want_index *index, uint64_t address);

static inline uint32_t want_index_next(const struct want_index *index, uint32_t want)
{
	return index->next.data[want];
}

/* Whether a function or object at `address` is the one that a want is about. */
bool want_index_is_at(const struct want_index *index, uint32_t want, uint64_t address,
		      bool function);

#endif
