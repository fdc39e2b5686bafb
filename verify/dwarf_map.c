// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_map.h"

#include "base/index.h"

#define INITIAL_SIZE 256
#define INITIAL_SHIFT 56

void word_map_deinit(struct word_map *map)
{
	free(map->slots);
	vector_deinit(&map->used);
	*map = (struct word_map){ 0 };
}

void word_map_clear(struct word_map *map)
{
	vector_for_each (slot, &map->used)
		map->slots[*slot].key = 0;
	map->used.count = 0;
}

/* Multiplicative hashing: many keys are addresses, whose low bits are not random. */
static size_t first_slot(const struct word_map *map, uint64_t key)
{
	return key * map->factor >> map->shift;
}

static struct word_slot *probe(const struct word_map *map, uint64_t key)
{
	size_t at = first_slot(map, key);
	while (map->slots[at].key && map->slots[at].key != key)
		at = (at + 1) & (map->size - 1);
	return &map->slots[at];
}

uint64_t *word_map_find(const struct word_map *map, uint64_t key)
{
	if (!map->size)
		return NULL;
	struct word_slot *slot = probe(map, key);
	return slot->key ? &slot->value : NULL;
}

static bool grow(struct word_map *map)
{
	size_t size = map->size ? map->size * 2 : INITIAL_SIZE;
	/* Slot numbers have 32 bits. */
	if (size > UINT32_MAX)
		return false;
	struct word_map grown = { .size = size,
				  .shift = map->size ? map->shift - 1 : INITIAL_SHIFT,
				  .factor = index_key() | 1,
				  .used = map->used };
	grown.slots = calloc(size, sizeof(*grown.slots));
	if (!grown.slots)
		return false;
	vector_for_each (used, &grown.used) {
		struct word_slot *slot = probe(&grown, map->slots[*used].key);
		*slot = map->slots[*used];
		*used = (uint32_t)(slot - grown.slots);
	}
	free(map->slots);
	*map = grown;
	return true;
}

bool word_map_put(struct word_map *map, uint64_t key, uint64_t value)
{
	/* At most half full, so that a miss ends soon. */
	if (map->used.count >= map->size / 2 && !grow(map))
		return false;
	struct word_slot *slot = probe(map, key);
	if (!slot->key) {
		if (!vector_push(&map->used, (uint32_t)(slot - map->slots)))
			return false;
		slot->key = key;
	}
	slot->value = value;
	return true;
}
