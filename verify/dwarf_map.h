/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_MAP_H
#define VERIFY_DWARF_MAP_H

/*
 * Addresses of debugging information entries, and other words, to a value: read millions
 * of times, and emptied once for each compile unit.
 */

#include "base/vector.h"

#include <stdbool.h>
#include <stdint.h>

struct word_slot {
	uint64_t key; /* 0: free */
	uint64_t value;
};

struct word_map {
	struct word_slot *slots;
	size_t size;	/* a power of two, or 0 */
	unsigned shift; /* what leaves as many bits of a word */
	/* Odd; another one in each process: keys, as signatures, may be a file's choice.
	 */
	uint64_t factor;
	/* The slots in use, so that emptying costs what filling did. */
	VECTOR(uint32_t) used;
};

/* A zeroed map is empty. */
void word_map_deinit(struct word_map *map);
void word_map_clear(struct word_map *map);

/* The value of a key, which is not 0; NULL if there is none. Valid until the next put. */
uint64_t *word_map_find(const struct word_map *map, uint64_t key);

/* Sets the value of a key, which is not 0; false when memory runs out. */
bool word_map_put(struct word_map *map, uint64_t key, uint64_t value);

static inline uint64_t word_of_pointer(const void *pointer)
{
	return (uint64_t)(uintptr_t)pointer;
}

#endif
