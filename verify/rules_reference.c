// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"

/* void against something: below a pointer it stands for any object, for no function. */
bool void_is_any_object(const struct walk *walk, const struct visit *visit)
{
	return visit->context == VISIT_POINTEE &&
	       visit_consumer(walk, visit)->kind != TYPE_FUNCTION &&
	       visit_provider(walk, visit)->kind != TYPE_FUNCTION;
}

struct hm_error *rules_void(struct walk *walk, const struct visit *visit)
{
	if (!void_is_any_object(walk, visit))
		return rule_incompatible(walk, visit);
	if (!walk_weigh(walk, visit, HM_WARNING))
		return NULL;
	struct difference difference = {
		.rule = RULE_POINTEE,
		.severity = HM_WARNING,
		.expected = words_type(walk->consumer, visit->consumer),
		.actual = words_type(walk->provider, visit->provider),
	};
	difference.message = words("points to %.120s, expected %.120s",
				   difference.actual.text, difference.expected.text);
	return walk_report(walk, visit, &difference);
}

struct hm_error *rules_pointer(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	TRY(rule_size(walk, visit, consumer->size, provider->size));
	return walk_descend(walk, visit, VISIT_POINTEE,
			    (struct step){ .kind = STEP_HERE }, consumer->target,
			    provider->target, VISIT_LOOSE);
}

static struct words bound_words(uint64_t length)
{
	if (length == LENGTH_UNKNOWN)
		return words("unknown bound");
	return words("%llu element%s", (unsigned long long)length,
		     length == 1 ? "" : "s");
}

static struct hm_error *rule_array_bound(struct walk *walk, const struct visit *visit)
{
	uint64_t want = visit_consumer(walk, visit)->length;
	uint64_t have = visit_provider(walk, visit)->length;
	if (want == have)
		return NULL;
	bool one_unknown = want == LENGTH_UNKNOWN || have == LENGTH_UNKNOWN;
	uint8_t severity = one_unknown && visit->flags & VISIT_LOOSE ? HM_NOTE : HM_BREAK;
	if (!walk_weigh(walk, visit, severity))
		return NULL;
	struct difference difference = {
		.rule = RULE_ARRAY_BOUND,
		.severity = severity,
		.expected = bound_words(want),
		.actual = bound_words(have),
	};
	difference.message = words("%.120s, expected %.120s",
				   words_type(walk->provider, visit->provider).text,
				   words_type(walk->consumer, visit->consumer).text);
	return walk_report(walk, visit, &difference);
}

struct hm_error *rules_array(struct walk *walk, const struct visit *visit)
{
	TRY(rule_array_bound(walk, visit));
	return walk_descend(
		walk, visit, VISIT_ELEMENT, (struct step){ .kind = STEP_ELEMENT },
		visit_consumer(walk, visit)->target, visit_provider(walk, visit)->target,
		visit->flags & (VISIT_OBJECT | VISIT_LOOSE | VISIT_RECLASSED));
}

struct hm_error *rules_vector(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	TRY(rule_size(walk, visit, consumer->size, provider->size));
	if (consumer->size == provider->size)
		TRY(rule_array_bound(walk, visit));
	/* Its elements are numbers in one register, not bytes of a buffer. */
	return walk_descend(walk, visit, VISIT_MEMBER,
			    (struct step){ .kind = STEP_ELEMENT }, consumer->target,
			    provider->target, 0);
}
