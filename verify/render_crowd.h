/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_RENDER_CROWD_H
#define VERIFY_RENDER_CROWD_H

/*
 * Many symbols that are missing for one reason: a plugin that needs another one, or a
 * newer host, lacks dozens, and one sentence about all of them says more than dozens do.
 */

#include "base/buffer.h"
#include "verify/report.h"

/* So many are told of at once; one by itself. */
#define CROWD_MIN 2

/* A symbol that is missing, and not just a weak reference. */
bool crowd_may_have(const struct hm_finding *finding);

/* Whether both are missing for the same reason; and a hash of that. */
bool crowd_has_both(const struct hm_finding *a, const struct hm_finding *b);
uint64_t crowd_hash(const struct hm_finding *finding);

/* How many of the findings, from the first on, are of one crowd. */
size_t crowd_count(const struct report *report, const uint32_t *numbers, size_t count);

void crowd_append(const struct report *report, const uint32_t *numbers, size_t count,
		  struct buffer *ret);

#endif
