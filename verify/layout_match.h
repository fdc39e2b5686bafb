/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_LAYOUT_MATCH_H
#define VERIFY_LAYOUT_MATCH_H

/* Which member of one layout is which of the other: by name, then by place. */

#include "verify/layout.h"

#define NO_PARTNER UINT32_MAX

/* One of two layouts that are compared. */
struct layout {
	const struct graph *graph;
	uint32_t type;
	struct leaves leaves;
	/* By leaf: the leaf of the other layout. */
	uint32_t *partners;
	/* By leaf: it stands in an alternative of a union that the other side does not
	 * know at all, while it knows the union. */
	bool *alternative;
	/* By leaf, in bits: the end of the innermost anonymous union around it; 0 if
	 * there is none. */
	uint64_t *union_end;
};

/* Fills in all but the leaves, which must be there; nobody has a partner yet. */
struct hm_error *layout_init(struct layout *layout, const struct graph *graph,
			     uint32_t type);
void layout_deinit(struct layout *layout);

/* Whether leaf by leaf name, place and width of bit-fields are the same; of each, only
 * the leaves need be there. */
bool layouts_are_alike(const struct layout *left, const struct layout *right);

/* Width in bits, of whatever it is; 0 if unknown. */
uint64_t layout_width(const struct layout *layout, uint32_t leaf);

/* Makes leaves of one name partners. */
struct hm_error *layouts_match_names(struct layout *left, struct layout *right);

/*
 * Fills in `alternative` of `layout`, whose leaves without a partner are judged. With
 * `within`, an alternative has to fit into what `other` knows of the union.
 */
struct hm_error *layout_find_alternatives(struct layout *layout, struct layout *other,
					  bool within);

#endif
