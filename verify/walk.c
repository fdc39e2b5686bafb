// SPDX-License-Identifier: BSD-3-Clause
#include "verify/walk.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/rules.h"

#define NO_EDGE UINT32_MAX
/* Trials find out which member was renamed, which alternative is meant: so much is worth
 * it, then the differences are reported as they are. */
#define TRIAL_WORK_MAX (1u << 18)
/* So much is walked again to show a difference under every path that leads to it. */
#define AGAIN_WORK_MAX (1u << 20)

void walk_init(struct walk *walk, struct comparison *comparison)
{
	*walk = (struct walk){
		.comparison = comparison,
		.consumer = &comparison->consumer->graph,
		.provider = &comparison->provider->graph,
		.paths = { .graph = &comparison->consumer->graph },
	};
}

void walk_deinit(struct walk *walk)
{
	paths_deinit(&walk->paths);
	vector_deinit(&walk->pairs);
	index_deinit(&walk->pair_index);
	vector_deinit(&walk->edges);
	vector_deinit(&walk->queue);
	vector_deinit(&walk->again);
	vector_deinit(&walk->retagged);
}

/* ------------------------------------------------------------------- findings */

static uint8_t worse(uint8_t a, uint8_t b)
{
	return a > b ? a : b;
}

bool walk_weigh(struct walk *walk, const struct visit *visit, uint8_t severity)
{
	struct pair *pair = &walk->pairs.data[visit->pair];
	pair->own = worse(pair->own, severity);
	walk->worst = worse(walk->worst, severity);
	return !walk->trial;
}

/* Breaks are counted apart: a flood of notes must not hide one. */
static size_t *findings_like(struct comparison *comparison,
			     const struct difference *difference)
{
	return difference->severity == HM_BREAK ? &comparison->breaks
						: &comparison->others;
}

static void cut(struct comparison *comparison, const struct difference *difference)
{
	if (!comparison->cut)
		comparison->cut_rule = difference->rule;
	comparison->cut = true;
}

static const char *walk_subject(const struct walk *walk, uint32_t step)
{
	const struct step *steps = walk->paths.steps.data;
	return steps[steps[step].first].name;
}

struct hm_error *walk_report(struct walk *walk, const struct visit *visit,
			     const struct difference *difference)
{
	struct comparison *comparison = walk->comparison;
	size_t *count = findings_like(comparison, difference), place;
	if (*count >= FINDINGS_MAX) {
		cut(comparison, difference);
		return NULL;
	}
	SCOPED(buffer_deinit) struct buffer path = { 0 };
	paths_text(&walk->paths, visit->step, difference->member, &path, &place);
	if (path.failed)
		return error_nomem();
	struct finding_draft draft = {
		.rule = difference->rule,
		.severity = difference->severity,
		.symbol = walk_subject(walk, visit->step),
		.path = (const char *)path.data,
		.remark.place = place,
		.expected = difference->expected.text,
		.actual = difference->actual.text,
		.provider = comparison->provider_name,
		.message = difference->message.text,
		.remark.detail = difference->detail,
	};
	if (report_has(comparison->report, &draft))
		return NULL;
	++*count;
	return report_add(comparison->report, &draft);
}

/* Says once that there is more than is listed. */
static struct hm_error *tell_cut(struct comparison *comparison, const char *symbol)
{
	if (!comparison->cut || comparison->cut_told)
		return NULL;
	comparison->cut_told = true;
	struct words message = words("more than %d differences of one weight: "
				     "the others are not listed",
				     FINDINGS_MAX);
	struct finding_draft draft = {
		.rule = comparison->cut_rule,
		.severity = HM_NOTE,
		.symbol = symbol,
		.path = symbol,
		.provider = comparison->provider_name,
		.message = message.text,
	};
	return report_add(comparison->report, &draft);
}

/* --------------------------------------------------------------------- visits */

struct hm_error *walk_work(struct walk *walk, size_t amount)
{
	struct comparison *comparison = walk->comparison;
	if (walk->trial) {
		comparison->trial_work[walk->trial] += amount;
		return NULL;
	}
	comparison->work += amount;
	if (comparison->work <= comparison->work_max)
		return NULL;
	return error_new(HM_ERR_STAMP,
			 "the types of %s cannot be compared: their graph is more "
			 "entangled than any C program's",
			 comparison->provider_name);
}

static struct hm_error *walk_push(struct walk *walk, const struct visit *visit)
{
	if (!vector_push(&walk->queue, *visit))
		return error_nomem();
	return NULL;
}

struct hm_error *walk_descend(struct walk *walk, const struct visit *visit,
			      uint8_t context, struct step step, struct type_ref consumer,
			      struct type_ref provider, uint8_t flags)
{
	const uint8_t inherited =
		VISIT_CONSUMER_RETICENT | VISIT_PROVIDER_RETICENT | VISIT_AGAIN;
	struct visit next = {
		.consumer = consumer,
		.provider = provider,
		.context = context,
		.flags = (visit->flags & inherited) | flags,
		.pair = visit->pair,
	};
	if (!paths_add(&walk->paths, visit->step, step, &next.step))
		return error_nomem();
	return walk_push(walk, &next);
}

struct hm_error *walk_instead(struct walk *walk, const struct visit *visit,
			      struct type_ref consumer, struct type_ref provider)
{
	struct visit next = *visit;
	next.consumer = consumer;
	next.provider = provider;
	return walk_push(walk, &next);
}

struct hm_error *walk_retagged(struct walk *walk, const struct visit *visit)
{
	if (walk->trial) {
		walk->worst = worse(walk->worst, HM_WARNING);
		return NULL;
	}
	if (!vector_push(&walk->retagged, *visit))
		return error_nomem();
	return NULL;
}

/* ---------------------------------------------------------------------- pairs */

static uint64_t pair_hash(const struct pair *pair)
{
	return hash_mix(hash_mix(pair->context, pair->consumer), pair->provider);
}

static bool pair_matches(const void *context, uint32_t value, const void *key)
{
	const struct walk *walk = context;
	const struct pair *have = &walk->pairs.data[value], *wanted = key;
	return have->consumer == wanted->consumer && have->provider == wanted->provider &&
	       have->context == wanted->context;
}

static struct hm_error *add_pair(struct walk *walk, const struct pair *pair,
				 uint32_t *ret)
{
	if (walk->pairs.count >= UINT32_MAX - 1 || !vector_push(&walk->pairs, *pair))
		return error_nomem();
	*ret = (uint32_t)(walk->pairs.count - 1);
	return NULL;
}

/* The pair of the types that the visit leads to; `met`: it was there before. */
static struct hm_error *find_pair(struct walk *walk, const struct visit *visit,
				  uint32_t context, uint32_t *ret, bool *met)
{
	const struct type *consumer = graph_type(walk->consumer, visit->consumer.id);
	const struct type *provider = graph_type(walk->provider, visit->provider.id);
	struct pair pair = {
		.consumer = visit->consumer.id,
		.provider = visit->provider.id,
		.context = context,
		.last_in = NO_EDGE,
		.nameless = consumer->kind != provider->kind ||
			    !type_is_tagged_kind(consumer->kind),
	};
	uint64_t hash = pair_hash(&pair);
	uint32_t found = index_find(&walk->pair_index, hash, pair_matches, walk, &pair);
	*met = found != INDEX_NONE;
	if (!*met) {
		TRY(add_pair(walk, &pair, &found));
		if (!index_add(&walk->pair_index, hash, found))
			return error_nomem();
	}
	*ret = found;
	return NULL;
}

static struct hm_error *link_pairs(struct walk *walk, uint32_t from, uint32_t to)
{
	struct pair_edge edge = { from, to, walk->pairs.data[to].last_in };
	if (walk->edges.count >= NO_EDGE || !vector_push(&walk->edges, edge))
		return error_nomem();
	walk->pairs.data[to].last_in = (uint32_t)(walk->edges.count - 1);
	return NULL;
}

/* Who leads to a struct does not speak for its body: another unit may have read it. */
static uint8_t reticence(const struct walk *walk, const struct visit *visit,
			 bool nameless)
{
	uint8_t flags = visit->flags;
	const uint8_t both = VISIT_CONSUMER_RETICENT | VISIT_PROVIDER_RETICENT;
	if (!nameless)
		flags &= (uint8_t)~both;
	if (graph_type(walk->consumer, visit->consumer.id)->flags & TYPE_RETICENT)
		flags |= VISIT_CONSUMER_RETICENT;
	if (graph_type(walk->provider, visit->provider.id)->flags & TYPE_RETICENT)
		flags |= VISIT_PROVIDER_RETICENT;
	return flags;
}

/* Looks at the types themselves. */
static struct hm_error *look(struct walk *walk, const struct visit *visit, uint32_t pair)
{
	struct visit inside = *visit;
	bool nameless = walk->pairs.data[pair].nameless;
	inside.pair = pair;
	inside.flags = reticence(walk, visit, nameless);
	struct step step = { .kind = nameless ? STEP_HERE : STEP_TYPE,
			     .number = visit->consumer.id };
	if (!paths_add(&walk->paths, visit->step, step, &inside.step))
		return error_nomem();
	return rules_type(walk, &inside);
}

static bool same_word(const struct walk *walk, const struct pair *pair)
{
	const char *consumer = graph_type(walk->consumer, pair->consumer)->tag;
	const char *provider = graph_type(walk->provider, pair->provider)->tag;
	return consumer && provider && strcmp(consumer, provider) == 0;
}

static struct hm_error *enter(struct walk *walk, const struct visit *visit)
{
	uint32_t number;
	bool met;
	TRY(find_pair(walk, visit, rules_context(walk, visit), &number, &met));
	struct pair *pair = &walk->pairs.data[number];
	if (visit->flags & VISIT_AGAIN) {
		if (!pair->nameless || !pair->region || pair->round == walk->round)
			return NULL;
		pair->round = walk->round;
		return look(walk, visit, number);
	}
	if (walk->trial) {
		bool trusted = walk->trial == TRIAL_SHALLOW && !pair->nameless &&
			       same_word(walk, pair);
		return met || trusted ? NULL : look(walk, visit, number);
	}
	TRY(link_pairs(walk, visit->pair, number));
	if (!met)
		return look(walk, visit, number);
	if (walk->pairs.data[number].nameless && !vector_push(&walk->again, *visit))
		return error_nomem();
	return NULL;
}

/* What travels by value is looked at apart if it goes elsewhere: once for each pair. */
static struct hm_error *weigh_value(struct walk *walk, struct visit *visit)
{
	uint32_t number;
	bool met, reclassed;
	if (!visit_is_value(walk, visit))
		return NULL;
	TRY(find_pair(walk, visit, CONTEXT_VALUE, &number, &met));
	if (!met) {
		TRY(value_is_reclassed(walk, visit, &reclassed));
		walk->pairs.data[number].reclassed = reclassed;
	}
	if (walk->pairs.data[number].reclassed)
		visit->flags |= VISIT_RECLASSED;
	return NULL;
}

static bool trial_is_spent(const struct comparison *comparison, enum trial trial)
{
	return comparison->trial_work[trial] > TRIAL_WORK_MAX;
}

static bool trial_is_over(const struct walk *walk)
{
	return walk->trial &&
	       (walk->worst == HM_BREAK || trial_is_spent(walk->comparison, walk->trial));
}

static struct hm_error *drain(struct walk *walk)
{
	while (walk->queue_head < walk->queue.count && !trial_is_over(walk)) {
		struct visit visit = walk->queue.data[walk->queue_head++];
		bool enters = false;
		TRY(walk_work(walk, 1));
		TRY(rules_edge(walk, &visit, &enters));
		if (!enters)
			continue;
		TRY(weigh_value(walk, &visit));
		TRY(enter(walk, &visit));
	}
	walk->queue.count = walk->queue_head = 0;
	return NULL;
}

/* ------------------------------------------------------------------ severities */

/* Takes over into `from` how bad it is below it; true if that is news. */
static bool raise_pair(struct pair *from, const struct pair *to)
{
	uint8_t region = to->nameless ? worse(from->region, to->region) : from->region;
	uint8_t reach = worse(from->reach, to->reach);
	bool news = region != from->region || reach != from->reach;
	from->region = region;
	from->reach = reach;
	return news;
}

/* Tells each pair met since `first_pair` how bad it is below it, against the edges. */
static struct hm_error *settle(struct walk *walk, size_t first_pair, size_t first_edge)
{
	VECTOR(uint32_t) open = { 0 };
	struct pair *pairs = walk->pairs.data;
	bool failed = false;
	for (size_t i = first_pair; i < walk->pairs.count; i++) {
		pairs[i].region = worse(pairs[i].region, pairs[i].own);
		pairs[i].reach = worse(pairs[i].reach, pairs[i].own);
	}
	for (size_t i = first_edge; i < walk->edges.count; i++)
		if (pairs[walk->edges.data[i].to].final)
			raise_pair(&pairs[walk->edges.data[i].from],
				   &pairs[walk->edges.data[i].to]);
	for (size_t i = first_pair; i < walk->pairs.count && !failed; i++)
		if (pairs[i].reach)
			failed = !vector_push(&open, (uint32_t)i);
	while (open.count && !failed) {
		const struct pair *to = &pairs[open.data[--open.count]];
		uint32_t at = to->last_in;
		while (at != NO_EDGE && !failed) {
			uint32_t from = walk->edges.data[at].from;
			if (!pairs[from].final && raise_pair(&pairs[from], to))
				failed = !vector_push(&open, from);
			at = walk->edges.data[at].next_in;
		}
	}
	vector_deinit(&open);
	return failed ? error_nomem() : NULL;
}

/* Another tag is news only where the types are the same otherwise. */
static struct hm_error *judge_retagged(struct walk *walk)
{
	for (size_t i = 0; i < walk->retagged.count; i++) {
		const struct visit *visit = &walk->retagged.data[i];
		if (walk->pairs.data[visit->pair].region < HM_BREAK)
			TRY(rule_tag_renamed(walk, visit));
	}
	walk->retagged.count = 0;
	return NULL;
}

/* Shows what is below a nameless pair under the other paths that lead there, too. */
static struct hm_error *walk_again(struct walk *walk)
{
	size_t *work = &walk->comparison->again_work;
	for (size_t i = 0; i < walk->again.count && *work < AGAIN_WORK_MAX; i++) {
		struct visit visit = walk->again.data[i];
		uint32_t pair;
		bool met;
		TRY(find_pair(walk, &visit, rules_context(walk, &visit), &pair, &met));
		if (!walk->pairs.data[pair].region)
			continue;
		size_t before = walk->comparison->work;
		walk->pairs.data[pair].round = ++walk->round;
		visit.flags |= VISIT_AGAIN;
		TRY(look(walk, &visit, pair));
		TRY(drain(walk));
		*work += 1 + walk->comparison->work - before;
		walk->comparison->work = before;
	}
	walk->again.count = 0;
	return NULL;
}

/* ---------------------------------------------------------------------- walks */

static struct hm_error *start(struct walk *walk, const char *name,
			      const struct visit *visit)
{
	struct visit first = *visit;
	struct step step = { .kind = STEP_SYMBOL, .name = name };
	struct pair root = { .consumer = TYPE_NONE,
			     .provider = TYPE_NONE,
			     .last_in = NO_EDGE };
	TRY(add_pair(walk, &root, &first.pair));
	if (!paths_add(&walk->paths, STEP_NONE, step, &first.step))
		return error_nomem();
	return walk_push(walk, &first);
}

struct hm_error *walk_symbol(struct walk *walk, const char *name,
			     const struct visit *visit, uint8_t *ret)
{
	size_t first_pair = walk->pairs.count, first_edge = walk->edges.count;
	TRY(start(walk, name, visit));
	TRY(drain(walk));
	TRY(settle(walk, first_pair, first_edge));
	TRY(judge_retagged(walk));
	TRY(walk_again(walk));
	TRY(settle(walk, first_pair, first_edge));
	for (size_t i = first_pair; i < walk->pairs.count; i++)
		walk->pairs.data[i].final = true;
	/* Nothing looks at them again: what is met later has a path of its own. */
	walk->paths.steps.count = 0;
	*ret = walk->pairs.data[first_pair].reach;
	return tell_cut(walk->comparison, name);
}

struct hm_error *walk_trial(const struct walk *walk, enum trial trial,
			    const struct visit *visit, uint8_t *ret)
{
	SCOPED(walk_deinit) struct walk inner = { 0 };
	*ret = HM_BREAK;
	if (trial_is_spent(walk->comparison, trial))
		return NULL;
	walk_init(&inner, walk->comparison);
	inner.trial = trial;
	TRY(start(&inner, "", visit));
	TRY(drain(&inner));
	if (!trial_is_spent(walk->comparison, trial))
		*ret = inner.worst;
	return NULL;
}
