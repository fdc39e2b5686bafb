// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"
#include "base/scope.h"

/* More trials than this are not worth it: no program has eight headers that disagree on
 * one tag. What is beyond is compared in order, which still misses no difference. */
#define TRIALS_MAX 64

/* The alternatives of one side: one, if it has no choice. */
struct alternatives {
	const struct type_ref *refs;
	uint32_t count;
	struct type_ref edge;
};

static struct alternatives alternatives_of(const struct graph *graph,
					   const struct type_ref *edge)
{
	const struct type *type = graph_type(graph, edge->id);
	if (type->kind != TYPE_CHOICE)
		return (struct alternatives){ edge, 1, *edge };
	struct alternatives ret = { .count = type->count, .edge = *edge };
	if (type->count)
		ret.refs = &graph->params.data[type->first];
	return ret;
}

/* What the edge to the choice says holds for every alternative. */
static struct type_ref alternative(const struct alternatives *from, uint32_t number)
{
	struct type_ref ref = from->refs[number];
	ref.quals |= from->edge.quals;
	if (!ref.align)
		ref.align = from->edge.align;
	return ref;
}

struct choosing {
	struct walk *walk;
	const struct visit *visit;
	struct alternatives consumer, provider;
};

static struct hm_error *queue_both(const struct choosing *choosing, uint32_t consumer,
				   uint32_t provider)
{
	return walk_instead(choosing->walk, choosing->visit,
			    alternative(&choosing->consumer, consumer),
			    alternative(&choosing->provider, provider));
}

static struct hm_error *queue_in_order(const struct choosing *choosing)
{
	uint32_t consumers = choosing->consumer.count;
	uint32_t providers = choosing->provider.count;
	uint32_t most = consumers > providers ? consumers : providers;
	for (uint32_t i = 0; i < most; i++)
		TRY(queue_both(choosing, i < consumers ? i : consumers - 1,
			       i < providers ? i : providers - 1));
	return NULL;
}

/* How bad each alternative of one is against each of the other, row by row. */
static struct hm_error *weigh_all(const struct choosing *choosing,
				  uint8_t weights[TRIALS_MAX])
{
	for (uint32_t i = 0; i < choosing->consumer.count; i++)
		for (uint32_t j = 0; j < choosing->provider.count; j++) {
			struct visit visit = *choosing->visit;
			visit.consumer = alternative(&choosing->consumer, i);
			visit.provider = alternative(&choosing->provider, j);
			TRY(walk_trial(choosing->walk, TRIAL_DEEP, &visit, weights++));
		}
	return NULL;
}

/* The least bad of `count` weights that stand `stride` apart; `own` where it is as good.
 */
static uint32_t best_of(const uint8_t *weights, uint32_t count, uint32_t stride,
			uint32_t own)
{
	uint32_t best = own < count ? own : 0;
	for (uint32_t i = 0; i < count; i++)
		if (weights[i * stride] < weights[best * stride])
			best = i;
	return best;
}

/*
 * Every alternative of either side counts, but is held against the one that it fits best:
 * two objects whose headers disagree in the same way agree with each other.
 */
struct hm_error *rules_choice(struct walk *walk, const struct visit *visit)
{
	/* A trial looks for what tells two alternatives apart; this one is judged where
	 * it stands. */
	if (walk->trial)
		return NULL;
	struct choosing choosing = {
		.walk = walk,
		.visit = visit,
		.consumer = alternatives_of(walk->consumer, &visit->consumer),
		.provider = alternatives_of(walk->provider, &visit->provider),
	};
	uint32_t consumers = choosing.consumer.count;
	uint32_t providers = choosing.provider.count;
	if (!consumers || !providers)
		return consumers == providers ? NULL : rule_kind(walk, visit);
	uint64_t trials = (uint64_t)consumers * providers;
	if (trials == 1 || trials > TRIALS_MAX)
		return queue_in_order(&choosing);
	uint8_t weights[TRIALS_MAX], partners[TRIALS_MAX];
	TRY(weigh_all(&choosing, weights));
	for (uint32_t i = 0; i < consumers; i++) {
		partners[i] = (uint8_t)best_of(&weights[i * providers], providers, 1, i);
		TRY(queue_both(&choosing, i, partners[i]));
	}
	for (uint32_t j = 0; j < providers; j++) {
		uint32_t partner = best_of(&weights[j], consumers, providers, j);
		if (partners[partner] != j)
			TRY(queue_both(&choosing, partner, j));
	}
	return NULL;
}
