/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_TAG_KEYS_H
#define NOTES_TAG_KEYS_H

/*
 * The table of tags once more, in the order of short keys, for who has another such table
 * and wants to know whether the two contradict each other without reading either.
 */

#include "notes/stamp.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

/* Of its kind and name. Two tags may have one: then who asks has to read the table. */
uint32_t tag_key_of(uint8_t kind, const char *tag);

/* Of a tag of which the stamp knows no body. */
#define TAG_KEY_OPAQUE UINT32_MAX

struct tag_key {
	uint32_t key;
	uint32_t number; /* in the table of tags, or TAG_KEY_OPAQUE */
};

typedef VECTOR(struct tag_key) tag_keys;

/*
 * Of all tags, by key, then number; of those without a body too, so that two stamps of
 * one header list the same keys. Each key of those comes once, and only if no tag of the
 * table has it. No keys if the table is empty. False when memory runs out.
 */
bool tag_keys_collect(const struct stamp *stamp, tag_keys *ret);

/* The tag of a key that is not TAG_KEY_OPAQUE. */
static inline const struct stamp_tag *tag_key_tag(const struct stamp *stamp,
						  const struct tag_key *key)
{
	return &stamp->tags.data[key->number];
}

/*
 * The digest counts as often as its key says: the same digests with other keys, or in
 * another order, make another sum. The factor is odd, so nothing of a digest is lost.
 */
static inline void digest_sum_add(struct digest_sum *sum, uint32_t key,
				  const struct digest *digest)
{
	struct digest_sum words;
	uint64_t factor = 2 * (uint64_t)key + 1;
	memcpy(&words, digest, sizeof(words));
	sum->low += le64toh(words.low) * factor;
	sum->high += le64toh(words.high) * factor;
}

struct digest_sum tag_keys_sum(const struct stamp *stamp, const tag_keys *keys);

/* How many of the keys are TAG_KEY_OPAQUE. */
uint32_t tag_keys_opaque(const tag_keys *keys);

#endif
