// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host_digests.h"

#include <stdlib.h>

/* Two slots fill a line of the cache, and none lies across two. */
#define ALIGNMENT 64

bool host_digests_init(struct host_digests *digests, size_t count)
{
	size_t size = 16;
	/* At most half full. */
	while (size < 2 * count)
		size *= 2;
	digests->slots = aligned_alloc(ALIGNMENT, size * sizeof(*digests->slots));
	digests->mask = (uint32_t)(size - 1);
	if (digests->slots)
		memset(digests->slots, 0, size * sizeof(*digests->slots));
	return digests->slots != NULL;
}

void host_digests_deinit(struct host_digests *digests)
{
	free(digests->slots);
	*digests = (struct host_digests){ 0 };
}

void host_digests_add(struct host_digests *digests, const struct host_digest *entry)
{
	if (!digest_is_known(&entry->digest))
		return;
	uint32_t at = host_digests_first(&entry->digest);
	while (digests->slots[at & digests->mask].name)
		at++;
	digests->slots[at & digests->mask] = *entry;
}
