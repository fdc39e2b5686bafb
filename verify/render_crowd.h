/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_RENDER_CROWD_H
#define VERIFY_RENDER_CROWD_H

/*
 * Many findings of one reason: a plugin that needs another one, or a newer host, lacks
 * dozens of symbols, and one sentence about all of them says more than dozens do.
 */

#include "base/buffer.h"
#include "verify/report.h"

/* So many are told of at once; one by itself. */
#define CROWD_MIN 2

/* How many of the findings, from the first on, have its reason; 0 if it has none. */
size_t crowd_count(const struct report *report, const uint32_t *numbers, size_t count);

void crowd_append(const struct report *report, const uint32_t *numbers, size_t count,
		  struct buffer *ret);

#endif
