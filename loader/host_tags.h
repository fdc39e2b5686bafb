/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_HOST_TAGS_H
#define LOADER_HOST_TAGS_H

#include "notes/tag_keys.h"
#include "verify/verify.h"

/*
 * The tags that a host's parties know, in the order of their keys. A key that comes twice
 * is two tags, or one that means two things.
 */
struct host_tags {
	/* Little-endian, as they stand in a plugin's file. */
	uint32_t *keys;
	/*
	 * By number of a key: of the digests of all before it; one more than keys. A tag
	 * of which no party knows a body has none.
	 */
	struct digest_sum *sums;
	size_t count;
	/* Numbers of the keys of those, and behind them one that no key has. */
	uint32_t *opaque;
};

/* False when memory runs out. */
bool host_tags_init(struct host_tags *tags, const struct party *parties, size_t count);
void host_tags_deinit(struct host_tags *tags);

#endif
