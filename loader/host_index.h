/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_HOST_INDEX_H
#define LOADER_HOST_INDEX_H

/* What a host's parties provide, for who asks for many symbols. */

#include "loader/host_digests.h"
#include "loader/host_tags.h"

struct host_name {
	uint32_t hash, length;
	const char *text; /* borrowed; NULL: free */
};

struct host_index {
	struct host_name *names;
	uint32_t mask;
	/*
	 * Of the definition that every reference to a name gets; without those where
	 * versions decide.
	 */
	struct host_digests closures, faces;
	struct host_tags tags;
};

/* In the order in which the dynamic linker searches: the first one that has a name
 * counts. False when memory runs out. */
bool host_index_init(struct host_index *index, const struct party *parties, size_t count);
void host_index_deinit(struct host_index *index);

/* Whether any of them provides it. */
bool host_index_has(const struct host_index *index, const char *name);

#endif
