/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_INDEX_H
#define BASE_INDEX_H

/*
 * A hash index over elements that live elsewhere: it stores their numbers only. The
 * caller computes hashes and says when two elements are the same.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INDEX_NONE UINT32_MAX

struct index_slot {
	uint32_t hash, value;
};

struct index {
	struct index_slot *slots;
	uint32_t mask;
	size_t count;
};

typedef bool index_match_fn(const void *context, uint32_t value, const void *key);

/* A zeroed index is empty. */
void index_deinit(struct index *index);

/* The value stored for `key`, or INDEX_NONE. */
uint32_t index_find(const struct index *index, uint64_t hash, index_match_fn *match,
		    const void *context, const void *key);

/* Adds a value that is not there yet, nor INDEX_NONE; false when memory runs out. */
bool index_add(struct index *index, uint64_t hash, uint32_t value);

/*
 * Where names come from a file that may be hostile: hash_bytes(index_key(), ...). Another
 * number in each process, so that nobody can make names that all fall into one slot.
 * Nothing that is written, or put in order, may depend on it.
 */
uint64_t index_key(void);

/* 64-bit mixing, not for secrets: equal input gives equal output on every machine. */
static inline uint64_t hash_mix(uint64_t seed, uint64_t value)
{
	/* The finaliser of MurmurHash3 (public domain), no 128-bit arithmetic needed. */
	uint64_t hash = (seed + 0x9e3779b97f4a7c15u) ^ value;
	hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
	hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
	return hash ^ hash >> 33;
}

/* One multiplication a word, for many in a row; hash_mix() is to come last. */
static inline uint64_t hash_word(uint64_t hash, uint64_t word)
{
	hash ^= word;
	return (hash << 29 | hash >> 35) * 0x9e3779b97f4a7c15u;
}

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t size);

#endif
