/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_SEARCH_H
#define BASE_SEARCH_H

/*
 * The first of `count` sorted elements that does not come before what is searched for,
 * or `count`: `is_before` says it of the one with the number `at`.
 */
#define search_first(count, at, is_before)                                       \
	({                                                                       \
		size_t first_##at = 0, behind_##at = (count);                    \
		while (first_##at < behind_##at) {                               \
			size_t at = first_##at + (behind_##at - first_##at) / 2; \
			if (is_before)                                           \
				first_##at = at + 1;                             \
			else                                                     \
				behind_##at = at;                                \
		}                                                                \
		first_##at;                                                      \
	})

#endif
