// SPDX-License-Identifier: BSD-3-Clause
#include "base/arena.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Large enough that malloc is rare, small enough that a tiny stamp stays tiny. */
#define BLOCK_SIZE 16384

struct arena_block {
	struct arena_block *next;
	alignas(max_align_t) uint8_t bytes[];
};

void arena_deinit(struct arena *arena)
{
	while (arena->blocks) {
		struct arena_block *next = arena->blocks->next;
		free(arena->blocks);
		arena->blocks = next;
	}
	arena->used = arena->size = 0;
}

static bool arena_grow(struct arena *arena, size_t size)
{
	size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE, total;
	if (__builtin_add_overflow(sizeof(struct arena_block), capacity, &total))
		return false;
	struct arena_block *block = malloc(total);
	if (!block)
		return false;
	block->next = arena->blocks;
	arena->blocks = block;
	arena->used = 0;
	arena->size = capacity;
	return true;
}

/* A block is not cleared as a whole: most of it is never used. */
static void *take(struct arena *arena, size_t size)
{
	size_t rounded;
	if (__builtin_add_overflow(size, alignof(max_align_t) - 1, &rounded))
		return NULL;
	rounded &= ~(alignof(max_align_t) - 1);
	if (!rounded)
		rounded = alignof(max_align_t);
	if (rounded > arena->size - arena->used && !arena_grow(arena, rounded))
		return NULL;
	void *memory = arena->blocks->bytes + arena->used;
	arena->used += rounded;
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	void *memory = take(arena, size);
	return memory ? memset(memory, 0, size) : NULL;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	size_t size;
	if (__builtin_add_overflow(length, 1, &size))
		return NULL;
	char *copy = take(arena, size);
	if (!copy)
		return NULL;
	/* An empty text may be no text at all. */
	if (length)
		memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}
