/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_UNIFY_PRIVATE_H
#define VERIFY_UNIFY_PRIVATE_H

/*
 * The three steps of draft_unify(), each in a file of its own:
 *
 *   verify/environment.c  what each tag means in each unit
 *   verify/instance.c     one node per type and meaning of the tags that it reaches
 *   verify/quotient.c     nodes that no path can tell apart become one
 */

#include "verify/draft_private.h"

/* A tag means these bodies: none (opaque), one, or several that all count. */
struct meaning {
	const uint32_t *bodies;
	size_t count;
};

/* In an environment a tag means something else than in most units. */
struct deviation {
	uint32_t tag;
	uint32_t first, count; /* of environments.bodies */
};

/* Units that see every tag alike share an environment. Number 0 has no deviations. */
struct environment {
	uint32_t first, count; /* of environments.deviations */
};

struct environments {
	VECTOR(struct environment) list;
	VECTOR(struct deviation) deviations;
	VECTOR(uint32_t) bodies;
	/* By draft type: what a tag means where no deviation says otherwise. */
	struct {
		uint32_t first, count; /* of bodies */
	} * defaults;
	/* By unit: its environment. */
	uint32_t *of_unit;
	struct index index;
};

struct hm_error *environments_init(struct environments *environments,
				   const struct draft *draft);
void environments_deinit(struct environments *environments);
struct meaning environments_meaning(const struct environments *environments,
				    uint32_t number, uint32_t tag);

/*
 * Fills `ret_graph`, whose strings remain the draft's, with what the roots reach.
 * TYPE_CHOICE nodes stand for tags that mean several bodies.
 */
struct hm_error *instances_make(const struct draft *draft,
				const struct environments *environments,
				const struct draft_ref *roots, size_t count,
				struct graph *ret_graph, struct type_ref *ret_roots);

/*
 * Copies what the roots reach into `ret_graph`, breadth first, with one node for all that
 * are equal however deep one looks. Rewrites `roots`.
 */
struct hm_error *quotient_make(const struct graph *graph, struct type_ref *roots,
			       size_t count, struct graph *ret_graph);

#endif
