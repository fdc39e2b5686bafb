// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/search.h"
#include "verify/layout_match.h"
#include "verify/layout_text.h"

/* Two structs or unions that are held against each other. */
struct contest {
	struct walk *walk;
	const struct visit *visit;
	struct layout consumer, provider;
	struct layout_causes causes;
	/* Both layouts side by side, until a finding has taken it along. */
	struct buffer detail;
	bool detailed;
	/* Why members move, as it was said last. */
	struct words reason;
};

static void contest_deinit(struct contest *contest)
{
	layout_deinit(&contest->consumer);
	layout_deinit(&contest->provider);
	layout_causes_deinit(&contest->causes);
	buffer_deinit(&contest->detail);
}

static const struct leaf *consumer_leaf(const struct contest *contest, uint32_t number)
{
	return &contest->consumer.leaves.list.data[number];
}

static const struct leaf *provider_leaf(const struct contest *contest, uint32_t number)
{
	return &contest->provider.leaves.list.data[number];
}

static const char *name_of(const struct leaf *leaf)
{
	return leaf->member->name ? leaf->member->name : "(no name)";
}

static struct words type_words(const struct contest *contest)
{
	return words(
		"%.120s",
		words_node(contest->walk->consumer, contest->visit->consumer.id).text);
}

static struct words place_words(const struct layout *layout, uint32_t number)
{
	const struct leaf *leaf = &layout->leaves.list.data[number];
	return words_place(leaf->offset_bits, leaf->member->size_bits,
			   graph_size(layout->graph, leaf->member->type.id));
}

/* The first finding on a layout shows both, the others say what they have to add. */
static struct hm_error *report_layout(struct contest *contest,
				      struct difference *difference,
				      const struct words *reason)
{
	struct buffer *detail = &contest->detail;
	detail->size = 0;
	if (reason && strcmp(reason->text, contest->reason.text) != 0) {
		buffer_bytes(detail, reason->text, strlen(reason->text));
		contest->reason = *reason;
	}
	if (!contest->detailed) {
		if (detail->size)
			buffer_u8(detail, '\n');
		layout_side_by_side(&contest->consumer, &contest->provider,
				    contest->walk->comparison->report, detail);
	}
	contest->detailed = true;
	buffer_u8(detail, '\0');
	if (detail->failed)
		return error_nomem();
	difference->detail = detail->size > 1 ? (const char *)detail->data : NULL;
	return walk_report(contest->walk, contest->visit, difference);
}

/* ----------------------------------------------------------------- one member */

static struct hm_error *rule_member_moved(struct contest *contest, uint32_t number)
{
	uint32_t partner = contest->consumer.partners[number];
	const struct leaf *want = consumer_leaf(contest, number);
	const struct leaf *have = provider_leaf(contest, partner);
	if (want->offset_bits == have->offset_bits ||
	    !walk_weigh(contest->walk, contest->visit, HM_BREAK))
		return NULL;
	struct words cause = layout_cause(&contest->causes, &contest->consumer,
					  &contest->provider, number);
	struct words reason = words(*cause.text ? "(%s)" : "%s", cause.text);
	struct difference difference = {
		.rule = RULE_MEMBER_MOVED,
		.severity = HM_BREAK,
		.member = name_of(want),
		.expected = place_words(&contest->consumer, number),
		.actual = place_words(&contest->provider, partner),
		.message = words("member %.80s of %s is at %s, expected at %s%s%.160s",
				 name_of(want), type_words(contest).text,
				 words_offset(have->offset_bits).text,
				 words_offset(want->offset_bits).text,
				 *reason.text ? " " : "", reason.text),
	};
	return report_layout(contest, &difference, &reason);
}

static bool is_bit_field(const struct leaf *want, const struct leaf *have)
{
	return want->member->size_bits || have->member->size_bits;
}

static struct words bits_words(uint64_t bits)
{
	return words("%llu bit%s", (unsigned long long)bits, bits == 1 ? "" : "s");
}

static struct hm_error *rule_bit_size(struct contest *contest, uint32_t number)
{
	uint32_t partner = contest->consumer.partners[number];
	const struct leaf *want = consumer_leaf(contest, number);
	const struct leaf *have = provider_leaf(contest, partner);
	uint64_t want_bits = layout_width(&contest->consumer, number);
	uint64_t have_bits = layout_width(&contest->provider, partner);
	if (!is_bit_field(want, have) || want->offset_bits != have->offset_bits ||
	    want_bits == have_bits ||
	    !walk_weigh(contest->walk, contest->visit, HM_BREAK))
		return NULL;
	struct difference difference = {
		.rule = RULE_BIT_SIZE,
		.severity = HM_BREAK,
		.member = name_of(want),
		.expected = bits_words(want_bits),
		.actual = bits_words(have_bits),
		.message = words("member %.80s of %s has %s, expected %s", name_of(want),
				 type_words(contest).text, bits_words(have_bits).text,
				 bits_words(want_bits).text),
	};
	return report_layout(contest, &difference, NULL);
}

static struct hm_error *rule_member_renamed(struct contest *contest, uint32_t number)
{
	const struct leaf *want = consumer_leaf(contest, number);
	const struct leaf *have =
		provider_leaf(contest, contest->consumer.partners[number]);
	if (strcmp(name_of(want), name_of(have)) == 0 ||
	    !walk_weigh(contest->walk, contest->visit, HM_WARNING))
		return NULL;
	struct difference difference = {
		.rule = RULE_MEMBER_RENAMED,
		.severity = HM_WARNING,
		.member = name_of(want),
		.expected = words("%.200s", name_of(want)),
		.actual = words("%.200s", name_of(have)),
		.message = words("member at %s of %s is called %.80s, expected %.80s",
				 words_offset(want->offset_bits).text,
				 type_words(contest).text, name_of(have), name_of(want)),
	};
	return walk_report(contest->walk, contest->visit, &difference);
}

/* member-removed, or union-member-removed. */
static struct hm_error *rule_member_removed(struct contest *contest, uint32_t number)
{
	if (!walk_weigh(contest->walk, contest->visit, HM_BREAK))
		return NULL;
	const struct leaf *gone = consumer_leaf(contest, number);
	bool choice = contest->consumer.alternative[number];
	struct difference difference = {
		.rule = choice ? RULE_UNION_MEMBER_REMOVED : RULE_MEMBER_REMOVED,
		.severity = HM_BREAK,
		.member = name_of(gone),
		.expected = place_words(&contest->consumer, number),
		.actual = words("no such member"),
		.message = words("member %.80s of %s (%s) is gone", name_of(gone),
				 type_words(contest).text,
				 place_words(&contest->consumer, number).text),
	};
	return report_layout(contest, &difference, NULL);
}

/* Another view of the same bytes does no harm, unless it makes them travel elsewhere. */
static uint8_t added_severity(const struct contest *contest, bool choice)
{
	return choice && !(contest->visit->flags & VISIT_RECLASSED) ? HM_NOTE : HM_BREAK;
}

/* member-added, or union-member-added. */
static struct hm_error *rule_member_added(struct contest *contest, uint32_t number)
{
	bool choice = contest->provider.alternative[number];
	uint8_t severity = added_severity(contest, choice);
	if (!walk_weigh(contest->walk, contest->visit, severity))
		return NULL;
	const struct leaf *added = provider_leaf(contest, number);
	struct difference difference = {
		.rule = choice ? RULE_UNION_MEMBER_ADDED : RULE_MEMBER_ADDED,
		.severity = severity,
		.member = name_of(added),
		.expected = words("no such member"),
		.actual = place_words(&contest->provider, number),
		.message = words("member %.80s (%s) was added to %s%s", name_of(added),
				 place_words(&contest->provider, number).text,
				 type_words(contest).text,
				 choice && severity == HM_BREAK
					 ? ", and what it is part of is passed or "
					   "returned elsewhere now"
					 : ""),
	};
	return choice ? walk_report(contest->walk, contest->visit, &difference)
		      : report_layout(contest, &difference, NULL);
}

/* ---------------------------------------------------------------------- renames */

static struct visit member_visit(const struct contest *contest, const struct leaf *want,
				 const struct leaf *have)
{
	struct visit visit = *contest->visit;
	visit.consumer = want->member->type;
	visit.provider = have->member->type;
	visit.context = VISIT_MEMBER;
	visit.flags &= (uint8_t) ~(VISIT_OBJECT | VISIT_LOOSE | VISIT_BIT_FIELD);
	if (is_bit_field(want, have))
		visit.flags |= VISIT_BIT_FIELD;
	return visit;
}

static struct hm_error *is_renamed(const struct contest *contest, uint32_t number,
				   uint32_t candidate, bool *ret)
{
	uint8_t worst = HM_BREAK;
	*ret = false;
	if (contest->provider.partners[candidate] != NO_PARTNER ||
	    layout_width(&contest->consumer, number) !=
		    layout_width(&contest->provider, candidate))
		return NULL;
	/* A trial goes on to the types anyway, and no trial starts another. */
	if (contest->walk->trial) {
		*ret = true;
		return NULL;
	}
	struct visit visit = member_visit(contest, consumer_leaf(contest, number),
					  provider_leaf(contest, candidate));
	TRY(walk_trial(contest->walk, TRIAL_SHALLOW, &visit, &worst));
	*ret = worst < HM_BREAK;
	return NULL;
}

/* The first of the provider's leaves at that offset or behind it. */
static uint32_t find_offset(const struct contest *contest, uint64_t offset_bits)
{
	return (uint32_t)search_first(contest->provider.leaves.list.count, at,
				      provider_leaf(contest, (uint32_t)at)->offset_bits <
					      offset_bits);
}

/* A union with more members at one place than this has not been renamed by hand. */
#define RENAME_CANDIDATES_MAX 64

static struct hm_error *find_renamed(struct contest *contest, uint32_t number)
{
	uint64_t offset_bits = consumer_leaf(contest, number)->offset_bits;
	uint32_t first = find_offset(contest, offset_bits);
	for (uint32_t i = first; i < contest->provider.leaves.list.count; i++) {
		bool renamed = false;
		if (provider_leaf(contest, i)->offset_bits != offset_bits ||
		    i - first > RENAME_CANDIDATES_MAX)
			return NULL;
		TRY(is_renamed(contest, number, i, &renamed));
		if (!renamed)
			continue;
		contest->consumer.partners[number] = i;
		contest->provider.partners[i] = number;
		return NULL;
	}
	return NULL;
}

static struct hm_error *match(struct contest *contest)
{
	struct layout *consumer = &contest->consumer, *provider = &contest->provider;
	TRY(layouts_match_names(consumer, provider));
	for (uint32_t i = 0; i < consumer->leaves.list.count; i++)
		if (consumer->partners[i] == NO_PARTNER)
			TRY(find_renamed(contest, i));
	TRY(layout_find_alternatives(consumer, provider, false));
	TRY(layout_find_alternatives(provider, consumer, true));
	return layout_causes_init(&contest->causes, consumer, provider);
}

/* ---------------------------------------------------------------------- layouts */

static struct hm_error *descend_member(const struct contest *contest,
				       const struct leaf *want, const struct leaf *have)
{
	struct visit visit = member_visit(contest, want, have);
	struct step step = { .kind = STEP_MEMBER, .name = name_of(want) };
	return walk_descend(contest->walk, contest->visit, VISIT_MEMBER, step,
			    visit.consumer, visit.provider,
			    visit.flags & (VISIT_BIT_FIELD | VISIT_RECLASSED));
}

static struct hm_error *descend_all(const struct contest *contest)
{
	for (uint32_t i = 0; i < contest->consumer.leaves.list.count; i++)
		TRY(descend_member(contest, consumer_leaf(contest, i),
				   provider_leaf(contest, i)));
	return NULL;
}

static struct hm_error *compare_member(struct contest *contest, uint32_t number)
{
	if (contest->consumer.partners[number] == NO_PARTNER)
		return rule_member_removed(contest, number);
	const struct leaf *want = consumer_leaf(contest, number);
	const struct leaf *have =
		provider_leaf(contest, contest->consumer.partners[number]);
	TRY(rule_member_moved(contest, number));
	TRY(rule_bit_size(contest, number));
	TRY(rule_member_renamed(contest, number));
	return descend_member(contest, want, have);
}

/* Where the provider has it, or would. */
static uint64_t place_in_provider(const struct contest *contest, uint32_t number)
{
	uint32_t partner = contest->consumer.partners[number];
	return partner == NO_PARTNER ? consumer_leaf(contest, number)->offset_bits
				     : provider_leaf(contest, partner)->offset_bits;
}

/* What the provider added below that offset (NULL: at all), from leaf `at` on. */
static struct hm_error *compare_added(struct contest *contest, const uint64_t *below_bits,
				      uint32_t *at)
{
	for (; *at < contest->provider.leaves.list.count; ++*at) {
		if (below_bits && provider_leaf(contest, *at)->offset_bits >= *below_bits)
			return NULL;
		if (contest->provider.partners[*at] == NO_PARTNER)
			TRY(rule_member_added(contest, *at));
	}
	return NULL;
}

/* Declared to be aligned to less than its members would make it. */
static bool is_lowered(const struct graph *graph, uint32_t id)
{
	const struct type *type = graph_type(graph, id);
	return graph_align(graph, (struct type_ref){ .id = id }) <
	       graph_members_align(graph, type);
}

/* Debug information that cannot say a declared alignment cannot say `packed, aligned(4)`
 * either: then what follows from the members is too much. */
static struct hm_error *compare_alignment(struct walk *walk, const struct visit *visit)
{
	uint32_t consumer = visit->consumer.id, provider = visit->provider.id;
	uint64_t want = graph_align(walk->consumer, (struct type_ref){ .id = consumer });
	uint64_t have = graph_align(walk->provider, (struct type_ref){ .id = provider });
	bool unsaid = want > have ? visit->flags & VISIT_CONSUMER_RETICENT &&
					    is_lowered(walk->provider, provider)
				  : visit->flags & VISIT_PROVIDER_RETICENT &&
					    is_lowered(walk->consumer, consumer);
	return unsaid ? report_alignment(walk, visit, want, have, HM_WARNING)
		      : rule_alignment(walk, visit, want, have);
}

static struct hm_error *compare_whole(struct contest *contest)
{
	struct walk *walk = contest->walk;
	const struct visit *visit = contest->visit;
	TRY(rule_size(walk, visit, visit_consumer(walk, visit)->size,
		      visit_provider(walk, visit)->size));
	return compare_alignment(walk, visit);
}

static struct hm_error *compare_members(struct contest *contest)
{
	uint32_t added = 0;
	for (uint32_t i = 0; i < contest->consumer.leaves.list.count; i++) {
		uint64_t place_bits = place_in_provider(contest, i);
		TRY(compare_added(contest, &place_bits, &added));
		TRY(compare_member(contest, i));
	}
	return compare_added(contest, NULL, &added);
}

static struct hm_error *compare_layouts(struct contest *contest)
{
	struct walk *walk = contest->walk;
	const struct visit *visit = contest->visit;
	TRY(graph_leaves(walk->consumer, visit->consumer.id, &contest->consumer.leaves));
	TRY(graph_leaves(walk->provider, visit->provider.id, &contest->provider.leaves));
	TRY(walk_work(walk, contest->consumer.leaves.list.count +
				    contest->provider.leaves.list.count));
	TRY(compare_whole(contest));
	/* Most structs are what they were: only the types of their members are left. */
	if (layouts_are_alike(&contest->consumer, &contest->provider))
		return descend_all(contest);
	TRY(layout_init(&contest->consumer, walk->consumer, visit->consumer.id));
	TRY(layout_init(&contest->provider, walk->provider, visit->provider.id));
	TRY(match(contest));
	return compare_members(contest);
}

struct hm_error *rules_layout(struct walk *walk, const struct visit *visit)
{
	SCOPED(contest_deinit) struct contest contest = { .walk = walk, .visit = visit };
	return compare_layouts(&contest);
}
