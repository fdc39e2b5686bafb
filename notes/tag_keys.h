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
uint32_t tag_key_of(const struct stamp_tag *tag);

struct tag_key {
	uint32_t key;
	uint32_t number; /* in the table of tags */
};

typedef VECTOR(struct tag_key) tag_keys;

/* By key, then number. False when memory runs out. */
bool tag_keys_collect(const struct stamp *stamp, tag_keys *ret);

static inline void digest_sum_add(struct digest_sum *sum, const struct digest *digest)
{
	struct digest_sum words;
	memcpy(&words, digest, sizeof(words));
	sum->low += le64toh(words.low);
	sum->high += le64toh(words.high);
}

/*
 * What a key counts in the check of a list of keys, by its place there: another key in
 * one place, or two that have changed places, make another sum.
 */
static inline uint64_t tag_key_check(uint32_t key, size_t place)
{
	return (uint64_t)key * (2 * (uint64_t)place + 1);
}

/* Another one in the list, at its place. */
static inline void tag_sums_add(struct tag_sums *sums, uint32_t key, size_t place,
				const struct digest *digest)
{
	sums->check += tag_key_check(key, place);
	digest_sum_add(&sums->digests, digest);
}

struct tag_sums tag_keys_sum(const struct stamp *stamp, const tag_keys *keys);

#endif
