// SPDX-License-Identifier: BSD-3-Clause
#include "loader/digest_set.h"

#include <stdlib.h>
#include <string.h>

/* The digests of a hostile file may share these bytes: then a search gives up, which only
 * means that it was not found. */
#define PROBES_MAX 64

static uint32_t first_bytes(const struct digest *digest)
{
	uint32_t value;
	memcpy(&value, digest->bytes, sizeof(value));
	return value;
}

static bool is_zero(const struct digest *digest)
{
	static const struct digest zero = { { 0 } };
	return memcmp(digest, &zero, sizeof(zero)) == 0;
}

bool digest_set_init(struct digest_set *set, const struct digest *digests, size_t count)
{
	size_t size = 16;
	/* At most half full. */
	while (size < 2 * count)
		size *= 2;
	*set = (struct digest_set){ .digests = digests, .mask = (uint32_t)(size - 1) };
	set->slots = calloc(size, sizeof(*set->slots));
	if (!set->slots)
		return false;
	for (size_t i = 0; i < count; i++) {
		uint32_t at = first_bytes(&digests[i]);
		for (size_t probe = 0; probe < PROBES_MAX; probe++, at++) {
			if (set->slots[at & set->mask])
				continue;
			set->slots[at & set->mask] = (uint32_t)i + 1;
			break;
		}
	}
	return true;
}

void digest_set_deinit(struct digest_set *set)
{
	free(set->slots);
}

bool digest_set_has(const struct digest_set *set, const struct digest *digest)
{
	uint32_t at = first_bytes(digest);
	for (size_t probe = 0; probe < PROBES_MAX; probe++, at++) {
		uint32_t number = set->slots[at & set->mask];
		if (!number)
			return false;
		if (memcmp(&set->digests[number - 1], digest, sizeof(*digest)) == 0)
			return !is_zero(digest);
	}
	return false;
}
