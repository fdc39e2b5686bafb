/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DRAFT_PRIVATE_H
#define VERIFY_DRAFT_PRIVATE_H

/* What verify/draft.c fills and verify/unify.c reads. */

#include "verify/draft.h"

/* In one unit a tag has one body. */
struct definition {
	uint32_t unit, tag, body;
	bool header;
};

struct draft {
	struct graph graph;
	struct index type_index;
	/* One and the same may stand here more than once. */
	VECTOR(struct definition) definitions;
	uint32_t unit_count;
};

#endif
