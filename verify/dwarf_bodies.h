/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_BODIES_H
#define VERIFY_DWARF_BODIES_H

/*
 * Bodies that were read before, as they stand in the debug information: with names by
 * their address. Most units repeat the bodies of the same headers, and linkers merge
 * names, so that hardly any text is looked at twice.
 */

#include "base/index.h"
#include "verify/draft.h"

struct known_body {
	struct type type;
	/* Into the vectors below. */
	uint32_t first, count;
	uint32_t id; /* in the draft */
};

struct body_table {
	VECTOR(struct known_body) list;
	VECTOR(struct member) members;
	VECTOR(struct enumerator) enumerators;
	struct index index;
};

void body_table_deinit(struct body_table *table);

/* The draft's number of an equal body, or TYPE_NONE; and the hash for adding it. */
uint32_t body_table_find(const struct body_table *table, const struct type_parts *parts,
			 uint64_t *ret_hash);

/* Adds what was not found. False when memory runs out. */
bool body_table_add(struct body_table *table, const struct type_parts *parts,
		    uint64_t hash, uint32_t id);

#endif
