/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_VECTOR_H
#define BASE_VECTOR_H

/* A growable array: `VECTOR(struct member) members;`. A zeroed one is empty. */

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define VECTOR(type)                    \
	struct {                        \
		type *data;             \
		size_t count, capacity; \
	}

/* Makes room for `more` further elements; false when memory runs out. */
#define vector_reserve(vector, more)                                               \
	vector_grow(&(vector)->data, &(vector)->capacity, (vector)->count, (more), \
		    sizeof(*(vector)->data))

/* Appends a value; false when memory runs out. */
#define vector_push(vector, value)      \
	(vector_reserve((vector), 1) && \
	 ((vector)->data[(vector)->count++] = (value), true))

#define vector_deinit(vector)                             \
	do {                                              \
		free((vector)->data);                     \
		(vector)->data = NULL;                    \
		(vector)->count = (vector)->capacity = 0; \
	} while (0)

/* Arithmetic on the null pointer of an empty one is undefined, even if nothing is added.
 */
#define vector_at(vector, index) \
	((vector)->data ? (vector)->data + (index) : (vector)->data)

#define vector_for_each(element, vector)                                         \
	for (__typeof__(*(vector)->data) *                                       \
		     element = (vector)->data,                                   \
		    *end_##element = (vector)->count ? element + (vector)->count \
						     : element;                  \
	     element < end_##element; element++)

/*
 * `data` is the address of a pointer of any type: copied, since accessing it as a `void
 * *` would break the aliasing rules.
 */
static inline bool vector_grow(void *data, size_t *capacity, size_t count, size_t more,
			       size_t element_size)
{
	size_t needed, bytes;
	if (__builtin_add_overflow(count, more, &needed))
		return false;
	if (needed <= *capacity)
		return true;
	size_t wanted = *capacity ? *capacity + *capacity / 2 : 8;
	if (wanted < needed)
		wanted = needed;
	if (__builtin_mul_overflow(wanted, element_size, &bytes))
		return false;
	void *grown;
	memcpy(&grown, data, sizeof(grown));
	grown = realloc(grown, bytes);
	if (!grown)
		return false;
	memcpy(data, &grown, sizeof(grown));
	*capacity = wanted;
	return true;
}

#endif
