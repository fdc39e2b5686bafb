/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

/* Memory that is released all at once. Not thread-safe. */

#include <stddef.h>

struct arena {
	struct arena_block *blocks;
	size_t used, size;
};

/* A zeroed arena is an empty one. */
void arena_deinit(struct arena *arena);

/* Zeroed memory, aligned for any type; NULL when memory runs out. */
void *arena_alloc(struct arena *arena, size_t size);

/* A copy of `length` bytes with a NUL behind them; NULL when memory runs out. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

#endif
