// SPDX-License-Identifier: BSD-3-Clause
#include "base/index.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>
#if __has_include(<sys/auxv.h>)
#include <sys/auxv.h>
#endif

void index_deinit(struct index *index)
{
	free(index->slots);
	*index = (struct index){ 0 };
}

/* The upper half is what hash_mix() mixes best; it both places and tells apart. */
static uint32_t short_hash(uint64_t hash)
{
	return (uint32_t)(hash >> 32);
}

uint32_t index_find(const struct index *index, uint64_t hash, index_match_fn *match,
		    const void *context, const void *key)
{
	if (!index->count)
		return INDEX_NONE;
	uint32_t wanted = short_hash(hash);
	for (uint32_t at = wanted & index->mask;; at = (at + 1) & index->mask) {
		const struct index_slot *slot = &index->slots[at];
		if (slot->value == INDEX_NONE)
			return INDEX_NONE;
		if (slot->hash == wanted && match(context, slot->value, key))
			return slot->value;
	}
}

static void index_place(struct index *index, struct index_slot slot)
{
	uint32_t at = slot.hash & index->mask;
	while (index->slots[at].value != INDEX_NONE)
		at = (at + 1) & index->mask;
	index->slots[at] = slot;
}

static bool index_resize(struct index *index)
{
	uint32_t size = index->slots ? (index->mask + 1) * 2 : 64;
	if (size == 0)
		return false;
	struct index grown = { .mask = size - 1, .count = index->count };
	size_t bytes;
	if (__builtin_mul_overflow(size, sizeof(*grown.slots), &bytes))
		return false;
	grown.slots = malloc(bytes);
	if (!grown.slots)
		return false;
	/* INDEX_NONE in every slot. */
	memset(grown.slots, 0xff, bytes);
	for (uint32_t at = 0; index->slots && at <= index->mask; at++)
		if (index->slots[at].value != INDEX_NONE)
			index_place(&grown, index->slots[at]);
	free(index->slots);
	*index = grown;
	return true;
}

bool index_add(struct index *index, uint64_t hash, uint32_t value)
{
	/* At most three quarters full: linear probing stays short. */
	if (!index->slots || index->count >= (index->mask + 1ul) / 4 * 3)
		if (!index_resize(index))
			return false;
	index_place(index, (struct index_slot){ short_hash(hash), value });
	index->count++;
	return true;
}

uint64_t index_key(void)
{
	static uint64_t key;
	uint64_t known = __atomic_load_n(&key, __ATOMIC_RELAXED);
	if (known)
		return known;
	/* As random as where the program was put. */
	uint64_t bytes = (uintptr_t)&key;
#if __has_include(<sys/auxv.h>)
	/* 16 random bytes, which the kernel gives every program. */
	const void *random = (const void *)getauxval(AT_RANDOM);
	if (random)
		memcpy(&bytes, random, sizeof(bytes));
#endif
	known = hash_mix(bytes, 1) | 1;
	__atomic_store_n(&key, known, __ATOMIC_RELAXED);
	return known;
}

uint64_t hash_bytes(uint64_t seed, const void *bytes, size_t size)
{
	const unsigned char *at = bytes;
	uint64_t hash = hash_mix(seed, size);
	for (; size >= sizeof(uint64_t); size -= sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, at, sizeof(word));
		hash = hash_mix(hash, le64toh(word));
		at += sizeof(word);
	}
	if (!size)
		return hash;
	uint64_t rest = 0;
	for (size_t i = 0; i < size; i++)
		rest |= (uint64_t)at[i] << (8 * i);
	return hash_mix(hash, rest);
}
