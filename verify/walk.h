/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_WALK_H
#define VERIFY_WALK_H

/*
 * Walking two type graphs side by side, breadth first and without recursion. A visit is
 * a pair of edges, one of each graph, that stand at the same place; a pair is a pair of
 * the types that they lead to. Rules (verify/rules.h) look at both.
 *
 * The comparison is coinductive: a pair that is met again is taken for equal, since all
 * that there is to say of it is said where it was met first. This holds for structs,
 * unions and enums, which are things of their own. A difference in what has no name (a
 * pointer, an array, a function type) belongs to each member or symbol that leads to it,
 * so such pairs are walked again under every path if there was anything to say.
 */

#include "base/index.h"
#include "base/vector.h"
#include "notes/stamp.h"
#include "verify/path.h"
#include "verify/report.h"
#include "verify/words.h"

/* Per weight (breaks, all others) and comparison: two years of a kernel make 11,000. */
#define FINDINGS_MAX 50000

/* How the visited edges are used. */
enum visit_context {
	VISIT_SYMBOL,
	VISIT_MEMBER,
	VISIT_PARAM,
	VISIT_RESULT,
	VISIT_POINTEE,
	VISIT_ELEMENT,
};

enum visit_flag {
	/* The exported object itself, or an element of it if it is an array. */
	VISIT_OBJECT = 1 << 0,
	/* An array here is part of no struct: an extern object, or below a pointer. */
	VISIT_LOOSE = 1 << 1,
	/* A member with a width. */
	VISIT_BIT_FIELD = 1 << 2,
	/* That side's debug information here is older than DWARF 5: TYPE_RETICENT. */
	VISIT_CONSUMER_RETICENT = 1 << 3,
	VISIT_PROVIDER_RETICENT = 1 << 4,
	/* Walked before, under another path. */
	VISIT_AGAIN = 1 << 5,
	/* Part of what is passed or returned by value, and goes into other registers. */
	VISIT_RECLASSED = 1 << 6,
};

struct visit {
	struct type_ref consumer, provider;
	uint8_t context; /* enum visit_context */
	uint8_t flags;	 /* enum visit_flag */
	uint32_t step;	 /* the path that led here */
	/* What a finding is charged to: the pair whose edges these are; once the types
	 * themselves are looked at, their own pair. */
	uint32_t pair;
};

/* The context of pairs that only remember how they travel; no rule looks at them. */
#define CONTEXT_VALUE (1u << 30)

struct pair {
	uint32_t consumer, provider;
	uint32_t context; /* what of the visit makes a difference to the types */
	uint32_t last_in; /* the last of the edges that lead here: walk.edges */
	uint32_t round;	  /* of walking again, in which it was met last */
	bool nameless;	  /* neither struct, union nor enum: see above */
	bool final;	  /* from an earlier symbol */
	bool reclassed;	  /* of CONTEXT_VALUE: what value_is_reclassed() said */
	/* Worst finding of its own; with the nameless below it; with all below it. */
	uint8_t own, region, reach;
};

struct pair_edge {
	uint32_t from, to, next_in;
};

struct comparison;

enum trial {
	TRIAL_NONE,
	/* Takes structs, unions and enums of one tag for what their tag says. */
	TRIAL_SHALLOW,
	TRIAL_DEEP,
	TRIAL_COUNT,
};

struct walk {
	struct comparison *comparison;
	/* Both graphs, to save their users a long way. */
	const struct graph *consumer, *provider;
	/* A trial tells only how bad it is, and stops at the first break. */
	enum trial trial;
	uint8_t worst; /* of a trial */
	struct paths paths;
	VECTOR(struct pair) pairs;
	struct index pair_index;
	VECTOR(struct pair_edge) edges;
	VECTOR(struct visit) queue;
	size_t queue_head;
	/* Visits that met a nameless pair again. */
	VECTOR(struct visit) again;
	/* Pairs of types with different tags, whose verdict needs that of their members.
	 */
	VECTOR(struct visit) retagged;
	uint32_t round;
};

struct comparison {
	const struct stamp *consumer, *provider;
	const char *provider_name;
	struct report *report;
	struct walk walk;
	/* No tag that both know differs or is opaque on one side only; once judged. */
	bool tags_agree, tags_judged;
	uint8_t word_size; /* of the machine, in bytes */
	uint8_t worst;	   /* that the last symbol reaches; 0 for none */
	/* Steps taken, and how many are in proportion to the types at hand. */
	size_t work, work_max, trial_work[TRIAL_COUNT], again_work;
	/* Findings reported: breaks, all others. The first that was too many. */
	size_t breaks, others;
	bool cut, cut_told;
	enum rule cut_rule;
};

/* What a rule says. */
struct difference {
	enum rule rule;
	uint8_t severity; /* enum hm_severity */
	/* The member or enumerator that the path ends with; NULL if none. */
	const char *member;
	struct words expected, actual, message;
	const char *detail; /* NULL if none */
};

void walk_init(struct walk *walk, struct comparison *comparison);
void walk_deinit(struct walk *walk);

/* Walks from a symbol's type; returns the worst severity that it reaches, 0 for none. */
struct hm_error *walk_symbol(struct walk *walk, const char *name,
			     const struct visit *visit, uint8_t *ret);

/* How bad the types at one place differ; HM_BREAK if that costs too much to find out. */
struct hm_error *walk_trial(const struct walk *walk, enum trial trial,
			    const struct visit *visit, uint8_t *ret);

/* ------------------------------------------------------------------ for the rules */

/* Charges the visit's pair; false if nobody wants to read the finding. */
bool walk_weigh(struct walk *walk, const struct visit *visit, uint8_t severity);

/* Reports what walk_weigh() said yes to. */
struct hm_error *walk_report(struct walk *walk, const struct visit *visit,
			     const struct difference *difference);

/* Queues a visit of what the types of `visit` lead to. The step is on top of visit's. */
struct hm_error *walk_descend(struct walk *walk, const struct visit *visit,
			      uint8_t context, struct step step, struct type_ref consumer,
			      struct type_ref provider, uint8_t flags);

/* Queues a visit that differs from `visit` in the types only. */
struct hm_error *walk_instead(struct walk *walk, const struct visit *visit,
			      struct type_ref consumer, struct type_ref provider);

/* The visited pair has other tags, which matters only if nothing else does. */
struct hm_error *walk_retagged(struct walk *walk, const struct visit *visit);

/* Counts work that does not show as visits. HM_ERR_STAMP when it is out of proportion. */
struct hm_error *walk_work(struct walk *walk, size_t amount);

#endif
