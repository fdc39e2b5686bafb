/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_LAYOUT_TEXT_H
#define VERIFY_LAYOUT_TEXT_H

/* How two layouts differ, for people: why a member moved, and both side by side. */

#include "base/buffer.h"
#include "verify/layout_match.h"
#include "verify/report.h"
#include "verify/words.h"

/* What came, went or grew, counted along the two layouts. */
struct layout_causes {
	/* By leaf of the provider: how many that the consumer lacks start before it. */
	uint32_t *added;
	/* By leaf of the consumer: how many that the provider lacks start before it. */
	uint32_t *removed;
	/* By leaf of the consumer: the last one before it whose width differs. */
	uint32_t *resized;
	/* The first of the added, of the removed. */
	uint32_t first_added, first_removed;
};

struct hm_error *layout_causes_init(struct layout_causes *causes,
				    const struct layout *consumer,
				    const struct layout *provider);
void layout_causes_deinit(struct layout_causes *causes);

/* "mode was inserted before it"; "" if nothing explains it. */
struct words layout_cause(const struct layout_causes *causes,
			  const struct layout *consumer, const struct layout *provider,
			  uint32_t leaf);

/* Appends lines that show both layouts around their first difference. */
void layout_side_by_side(const struct layout *consumer, const struct layout *provider,
			 const struct report *report, struct buffer *ret);

#endif
