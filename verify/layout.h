/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_LAYOUT_H
#define VERIFY_LAYOUT_H

/* What follows from a type: its size, its alignment, where its members really stand. */

#include "notes/graph.h"

/* Size in bytes; 0 where it is not known or makes no sense. Saturates at UINT64_MAX. */
uint64_t graph_size(const struct graph *graph, uint32_t id);

/*
 * The effective alignment in bytes of what an edge leads to: the declared one, else that
 * of the type. 1 for functions, void and opaque types. Needs a graph that is settled, as
 * every graph of a stamp is.
 */
uint64_t graph_align(const struct graph *graph, struct type_ref ref);

/*
 * Makes declared alignment a matter of effect: every struct and union gets the largest of
 * its own and its members' alignment, where a member that does not stand at a multiple of
 * its alignment shows that the struct is packed. What a declaration says without effect
 * (the natural alignment, or a member's, which its offset and its struct's alignment
 * already tell) is taken away. HM_ERR_FORMAT if a struct contains itself.
 */
struct hm_error *graph_settle(struct graph *graph);

/* What a struct or union has from its members, as long as it is not packed. Bytes. */
uint64_t graph_members_align(const struct graph *graph, const struct type *type);

/* One member of a struct or union with its anonymous members dissolved. */
struct leaf {
	const struct member *member;
	uint64_t offset_bits;
	/*
	 * The alternative of the innermost union that it stands in: leaves of one
	 * alternative share a number, 0 for leaves in none. Numbers are of one call.
	 */
	uint32_t alternative;
};

struct leaves {
	VECTOR(struct leaf) list;
};

void leaves_deinit(struct leaves *leaves);

/*
 * The leaves of a struct or union, in the canonical order: by offset, then by width, then
 * by name. Pure wrapping into anonymous structs and unions makes no difference to it,
 * `alternative` apart. HM_ERR_FORMAT if nesting exceeds LEAVES_MAX_DEPTH or the number of
 * leaves LEAVES_MAX.
 */
struct hm_error *graph_leaves(const struct graph *graph, uint32_t id, struct leaves *ret);

/* Deeper than any compiler's limit on nested declarations in practice (C asks for 63). */
#define LEAVES_MAX_DEPTH 256

/* The largest struct of a Linux kernel has some 1,500; a shared anonymous type must not
 * multiply without end. */
#define LEAVES_MAX (1u << 20)

#endif
