// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"

#include <string.h>

/* Whether `scoped` is `plain` in a namespace or a class. */
static bool is_scoped(const char *scoped, const char *plain)
{
	size_t length = strlen(scoped), tail = strlen(plain);
	return length > tail + 2 && !strstr(plain, "::") &&
	       memcmp(scoped + length - tail - 2, "::", 2) == 0 &&
	       strcmp(scoped + length - tail, plain) == 0;
}

/* In C++ a struct within another is the other's, in C it is like any: no difference. */
static bool same_tag(const struct walk *walk, const struct visit *visit)
{
	const char *consumer = visit_consumer(walk, visit)->tag;
	const char *provider = visit_provider(walk, visit)->tag;
	if (!consumer || !provider)
		return consumer == provider;
	return strcmp(consumer, provider) == 0 || is_scoped(consumer, provider) ||
	       is_scoped(provider, consumer);
}

struct hm_error *rule_tag_renamed(struct walk *walk, const struct visit *visit)
{
	if (!walk_weigh(walk, visit, HM_WARNING))
		return NULL;
	struct difference difference = {
		.rule = RULE_TAG_RENAMED,
		.severity = HM_WARNING,
		.expected = words_node(walk->consumer, visit->consumer.id),
		.actual = words_node(walk->provider, visit->provider.id),
	};
	difference.message = words("another tag: %.120s, expected %.120s",
				   difference.actual.text, difference.expected.text);
	return walk_report(walk, visit, &difference);
}

static struct words body_words(const struct type *type)
{
	return words("%s", type->flags & TYPE_OPAQUE ? "tag only" : "complete");
}

static struct difference opaque_difference(const struct walk *walk,
					   const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	const struct report *report = walk->comparison->report;
	return (struct difference){
		.rule = RULE_OPAQUE,
		.severity = HM_NOTE,
		.expected = body_words(consumer),
		.actual = body_words(provider),
		.message = words("%.160s is known to the %s only",
				 words_node(walk->consumer, visit->consumer.id).text,
				 consumer->flags & TYPE_OPAQUE
					 ? report_provider_side(report)
					 : report_consumer_side(report)),
	};
}

static struct hm_error *rule_opaque(struct walk *walk, const struct visit *visit)
{
	if (!walk_weigh(walk, visit, HM_NOTE))
		return NULL;
	struct difference difference = opaque_difference(walk, visit);
	return walk_report(walk, visit, &difference);
}

/*
 * An opaque type that is not reached by pointer: nothing tells whether the two sides
 * agree. C allows the declaration of a function that takes one, not its call; C++
 * compilers leave out bodies that another file has, also of members. Sets whether it was
 * one.
 */
struct hm_error *rule_opaque_value(struct walk *walk, const struct visit *visit,
				   bool *ret)
{
	bool held = visit->context == VISIT_MEMBER ||
		    (visit->context == VISIT_ELEMENT && !(visit->flags & VISIT_LOOSE));
	bool passed = visit->context == VISIT_PARAM || visit->context == VISIT_RESULT;
	*ret = held || passed;
	if (!*ret)
		return NULL;
	if (!same_tag(walk, visit))
		TRY(rule_tag_renamed(walk, visit));
	if (!walk_weigh(walk, visit, HM_WARNING))
		return NULL;
	struct difference difference = opaque_difference(walk, visit);
	difference.severity = HM_WARNING;
	difference.message =
		words("%.200s, and it is used by value", difference.message.text);
	return walk_report(walk, visit, &difference);
}

struct hm_error *rules_tagged(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	bool renamed = !same_tag(walk, visit);
	if ((consumer->flags | provider->flags) & TYPE_OPAQUE) {
		if ((consumer->flags ^ provider->flags) & TYPE_OPAQUE)
			TRY(rule_opaque(walk, visit));
		return renamed ? rule_tag_renamed(walk, visit) : NULL;
	}
	if (renamed)
		TRY(walk_retagged(walk, visit));
	return consumer->kind == TYPE_ENUM ? rules_enum(walk, visit)
					   : rules_layout(walk, visit);
}
