/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_HOST_DIGESTS_H
#define LOADER_HOST_DIGESTS_H

/* What a host provides, by a digest of its type. */

#include "notes/digest.h"

#include <stddef.h>
#include <stdint.h>

struct host_digest {
	struct digest digest;
	const char *name; /* borrowed; NULL: free */
	size_t name_length;
};

struct host_digests {
	struct host_digest *slots;
	uint32_t mask;
};

/* For so many. False when memory runs out. */
bool host_digests_init(struct host_digests *digests, size_t count);
void host_digests_deinit(struct host_digests *digests);

/* Nothing is added for a digest that is not known. */
void host_digests_add(struct host_digests *digests, const struct host_digest *entry);

/* Where to look first: digests are as good as their own hashes. */
static inline uint32_t host_digests_first(const struct digest *digest)
{
	uint32_t value;
	memcpy(&value, digest->bytes, sizeof(value));
	return value;
}

/* NULL if nothing has it. Here, since a call for each symbol would show. */
static inline const struct host_digest *
host_digests_find(const struct host_digests *digests, const struct digest *digest)
{
	for (uint32_t at = host_digests_first(digest);; at++) {
		const struct host_digest *slot = &digests->slots[at & digests->mask];
		if (!slot->name)
			return NULL;
		if (memcmp(&slot->digest, digest, sizeof(*digest)) == 0)
			return slot;
	}
}

#endif
