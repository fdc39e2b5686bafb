/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DRAFT_H
#define VERIFY_DRAFT_H

/*
 * The types of many compile units, on their way to one graph.
 *
 * A draft holds every distinct type once: adding an equal type again gives the same
 * number. Struct, union and enum tags stand for themselves in it: draft_tag() gives the
 * opaque node of a tag, the same for all units, and all edges lead to that node;
 * draft_define() says which body the tag has in one unit. Types without a tag are added
 * where they stand. unify() then resolves tags unit by unit.
 */

#include "notes/graph.h"

struct draft;

struct hm_error *draft_create(struct draft **ret);
void draft_destroy(struct draft *draft);

/* The graph that the draft fills: for graph_string() and graph_type(). */
struct graph *draft_graph(struct draft *draft);

/* Starts a compile unit; units are numbered from 0. */
struct hm_error *draft_unit(struct draft *draft, uint32_t *ret);

/* The opaque node of a tag. `tag` is qualified by its scope where it has one. */
struct hm_error *draft_tag(struct draft *draft, enum type_kind kind, const char *tag,
			   uint32_t *ret);

/* The parts of a type that is to be added; the slices of `type` itself are not read. */
struct type_parts {
	struct type type;
	const struct member *members;
	const struct enumerator *enumerators;
	const struct type_ref *params;
	size_t count;
};

/*
 * The number of an equal type, or of a new one. Strings in the parts must come from
 * graph_string() of this draft. Members may be in any order.
 */
struct hm_error *draft_add(struct draft *draft, const struct type_parts *parts,
			   uint32_t *ret);

/*
 * In `unit` the tag has this body. `header`: the body was read from a header, not from
 * the unit's own source file, so other units that only declare the tag mean it too.
 * Saying the same twice is nothing; another body in the same unit makes both count.
 */
struct hm_error *draft_define(struct draft *draft, uint32_t unit, uint32_t tag,
			      uint32_t body, bool header);

/* A type as one unit sees it. */
struct draft_ref {
	uint32_t unit;
	struct type_ref type;
};

/*
 * One graph of all that `roots` reach, and for each root its edge into that graph. The
 * result does not depend on the order of units or roots: equal types are one node.
 */
struct hm_error *draft_unify(const struct draft *draft, const struct draft_ref *roots,
			     size_t count, struct graph *ret_graph,
			     struct type_ref *ret_roots);

/*
 * A root for a symbol that several units declare: one type if they agree, else a choice.
 * For use on the result of draft_unify().
 */
struct hm_error *graph_choice(struct graph *graph, const struct type_ref *refs,
			      size_t count, struct type_ref *ret);

#endif
