/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_SPELLING_H
#define VERIFY_SPELLING_H

/* What a name that is not there may have been meant to be. */

#include "notes/stamp.h"

struct spelling {
	/* Names looked at so far: see SPELLING_MAX in spelling.c. */
	size_t looked_at;
};

/*
 * The name in the table that is nearest to `name`, a letter or two away from it; NULL if
 * there is none, or if the time for looking is up.
 */
const char *spelling_nearest(struct spelling *spelling, const stamp_symbols *symbols,
			     const char *name);

/*
 * The name in the table that C++ makes `name` of where extern "C" is missing; NULL if
 * there is none.
 */
const char *spelling_unmangled(const stamp_symbols *symbols, const char *name);

#endif
