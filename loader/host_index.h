/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_HOST_INDEX_H
#define LOADER_HOST_INDEX_H

/* What a host's parties provide, for who asks for many symbols. */

#include "base/vector.h"
#include "verify/verify.h"

#include <stdbool.h>
#include <stdint.h>

struct host_entry {
	const char *name;
	size_t name_length;
	/* Of the definition that every reference to the name gets; all zero: versions
	 * decide, or nobody knows. */
	struct digest closure, face;
};

struct host_slot {
	uint32_t hash, number; /* of the entry plus 1; 0: free */
};

/*
 * The bodies of tags that the parties know, in the order of their keys. A key that comes
 * twice is two tags, or one that means two things.
 */
struct host_tags {
	uint32_t *keys;
	struct digest *digests;
	size_t count;
};

struct host_index {
	VECTOR(struct host_entry) entries;
	struct host_slot *by_name, *by_closure, *by_face;
	uint32_t mask;
	struct host_tags tags;
};

/* In the order in which the dynamic linker searches: the first one that has a name
 * counts. False when memory runs out. */
bool host_index_init(struct host_index *index, const struct party *parties, size_t count);
void host_index_deinit(struct host_index *index);

/* NULL if nobody provides it. */
const struct host_entry *host_index_find(const struct host_index *index,
					 const char *name);

/* What has this digest, which is not all zero; NULL if nothing has. */
const struct host_entry *host_index_closure(const struct host_index *index,
					    const struct digest *closure);
const struct host_entry *host_index_face(const struct host_index *index,
					 const struct digest *face);

#endif
