/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_BUDGET_H
#define BASE_BUDGET_H

/*
 * How much work a file may cause: in proportion to its size, so that a small file cannot
 * take long.
 */

#include <stdint.h>

/* Adds so much for each byte; what does not fit into 64 bits is no bound. */
static inline void budget_allow(uint64_t *left, uint64_t size_bytes, uint64_t per_byte)
{
	uint64_t more;
	if (__builtin_mul_overflow(size_bytes, per_byte, &more) ||
	    __builtin_add_overflow(*left, more, left))
		*left = UINT64_MAX;
}

#endif
