// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"
#include "base/scope.h"
#include "base/search.h"

#include <string.h>

/* An enumerator and what became of it on the other side. */
struct value {
	const char *name;
	int64_t value;
	/* Below zero as int64_t because it is large, not because it is negative. */
	bool huge;
	bool matched; /* the other side has the name */
	bool taken;   /* the new name of one that is gone */
};

struct values {
	struct value *list;
	size_t count;
};

static void values_deinit(struct values *values)
{
	free(values->list);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct value *)a)->name, ((const struct value *)b)->name);
}

static int value_order(const struct value *left, const struct value *right)
{
	if (left->huge != right->huge)
		return left->huge ? 1 : -1;
	if (left->value != right->value)
		return left->value < right->value ? -1 : 1;
	return 0;
}

/* Of one value, those whose name is new come first. */
static int by_value(const void *a, const void *b)
{
	const struct value *left = a, *right = b;
	int order = value_order(left, right);
	if (order)
		return order;
	if (left->matched != right->matched)
		return left->matched ? 1 : -1;
	return strcmp(left->name, right->name);
}

static void values_sort(struct values *values, int (*compare)(const void *, const void *))
{
	if (values->count)
		qsort(values->list, values->count, sizeof(*values->list), compare);
}

static struct hm_error *values_init(struct values *values, const struct graph *graph,
				    const struct type *type)
{
	values->list = calloc(type->count + 1ul, sizeof(*values->list));
	if (!values->list)
		return error_nomem();
	for (uint32_t i = 0; i < type->count; i++) {
		const struct enumerator *from = &graph->enumerators.data[type->first + i];
		bool huge = from->value < 0 && !(type->flags & TYPE_SIGNED);
		values->list[i] = (struct value){ .name = from->name,
						  .value = from->value,
						  .huge = huge };
	}
	values->count = type->count;
	values_sort(values, by_name);
	return NULL;
}

/* The first of its value; NULL if the other side has no such value. */
static struct value *find_value(const struct values *values, const struct value *wanted)
{
	size_t first = search_first(values->count, at,
				    value_order(&values->list[at], wanted) < 0);
	if (first == values->count || value_order(&values->list[first], wanted) != 0)
		return NULL;
	return &values->list[first];
}

static struct words value_words(const struct value *value)
{
	if (value->huge)
		return words("%llu", (unsigned long long)value->value);
	return words("%lld", (long long)value->value);
}

static struct words enum_words(const struct walk *walk, const struct visit *visit)
{
	return words("%.120s", words_node(walk->consumer, visit->consumer.id).text);
}

static struct hm_error *rule_enumerator_value(struct walk *walk,
					      const struct visit *visit,
					      const struct value *want,
					      const struct value *have)
{
	if (value_order(want, have) == 0 || !walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	struct difference difference = {
		.rule = RULE_ENUMERATOR_VALUE,
		.severity = HM_BREAK,
		.member = want->name,
		.expected = value_words(want),
		.actual = value_words(have),
	};
	difference.message = words("%.120s of %s is %s, expected %s", want->name,
				   enum_words(walk, visit).text, difference.actual.text,
				   difference.expected.text);
	return walk_report(walk, visit, &difference);
}

static struct hm_error *rule_enumerator_removed(struct walk *walk,
						const struct visit *visit,
						const struct value *gone)
{
	if (!walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	struct difference difference = {
		.rule = RULE_ENUMERATOR_REMOVED,
		.severity = HM_BREAK,
		.member = gone->name,
		.expected = value_words(gone),
		.actual = words("no such value"),
		.message =
			words("%.120s of %s is gone, and so is its value %s", gone->name,
			      enum_words(walk, visit).text, value_words(gone).text),
	};
	return walk_report(walk, visit, &difference);
}

static struct hm_error *rule_enumerator_renamed(struct walk *walk,
						const struct visit *visit,
						const struct value *gone,
						const struct value *now)
{
	if (!walk_weigh(walk, visit, HM_WARNING))
		return NULL;
	struct difference difference = {
		.rule = RULE_ENUMERATOR_RENAMED,
		.severity = HM_WARNING,
		.member = gone->name,
		.expected = words("%.200s", gone->name),
		.actual = words("%.200s", now->name),
		.message = words("value %s of %s is called %.80s, expected %.80s",
				 value_words(gone).text, enum_words(walk, visit).text,
				 now->name, gone->name),
	};
	return walk_report(walk, visit, &difference);
}

static struct hm_error *rule_enumerator_added(struct walk *walk,
					      const struct visit *visit,
					      const struct value *added)
{
	if (!walk_weigh(walk, visit, HM_NOTE))
		return NULL;
	struct difference difference = {
		.rule = RULE_ENUMERATOR_ADDED,
		.severity = HM_NOTE,
		.member = added->name,
		.expected = words("no such name"),
		.actual = value_words(added),
		.message = words("%.120s (%s) was added to %s", added->name,
				 value_words(added).text, enum_words(walk, visit).text),
	};
	return walk_report(walk, visit, &difference);
}

/* Both are sorted by name. */
static struct hm_error *match_names(struct walk *walk, const struct visit *visit,
				    struct values *consumer, struct values *provider)
{
	size_t i = 0, j = 0;
	while (i < consumer->count && j < provider->count) {
		struct value *want = &consumer->list[i], *have = &provider->list[j];
		int order = strcmp(want->name, have->name);
		i += order <= 0;
		j += order >= 0;
		if (order)
			continue;
		want->matched = have->matched = true;
		TRY(rule_enumerator_value(walk, visit, want, have));
	}
	return NULL;
}

static struct hm_error *compare_enumerators(struct walk *walk, const struct visit *visit)
{
	SCOPED(values_deinit) struct values consumer = { 0 };
	SCOPED(values_deinit) struct values provider = { 0 };
	TRY(values_init(&consumer, walk->consumer, visit_consumer(walk, visit)));
	TRY(values_init(&provider, walk->provider, visit_provider(walk, visit)));
	TRY(walk_work(walk, consumer.count + provider.count));
	TRY(match_names(walk, visit, &consumer, &provider));
	values_sort(&consumer, by_value);
	values_sort(&provider, by_value);
	for (size_t i = 0; i < consumer.count; i++) {
		const struct value *want = &consumer.list[i];
		if (want->matched)
			continue;
		struct value *now = find_value(&provider, want);
		if (!now) {
			TRY(rule_enumerator_removed(walk, visit, want));
			continue;
		}
		now->taken = true;
		TRY(rule_enumerator_renamed(walk, visit, want, now));
	}
	for (size_t i = 0; i < provider.count; i++)
		if (!provider.list[i].matched && !provider.list[i].taken)
			TRY(rule_enumerator_added(walk, visit, &provider.list[i]));
	return NULL;
}

/* ------------------------------------------------------- enums against integers */

struct hm_error *rule_enum_integer(struct walk *walk, const struct visit *visit,
				   uint8_t severity)
{
	if (!walk_weigh(walk, visit, severity))
		return NULL;
	struct difference difference = {
		.rule = RULE_ENUM_INTEGER,
		.severity = severity,
		.expected = words_node(walk->consumer, visit->consumer.id),
		.actual = words_node(walk->provider, visit->provider.id),
	};
	if (visit_consumer(walk, visit)->kind == visit_provider(walk, visit)->kind) {
		bool is_signed = visit_consumer(walk, visit)->flags & TYPE_SIGNED;
		difference.expected = words("%s", is_signed ? "signed" : "unsigned");
		difference.actual = words("%s", is_signed ? "unsigned" : "signed");
	}
	difference.message = words("%.120s, expected %.120s", difference.actual.text,
				   difference.expected.text);
	return walk_report(walk, visit, &difference);
}

static bool is_signed_integer(const struct type *type)
{
	return type->kind == TYPE_ENUM ? type->flags & TYPE_SIGNED
				       : type->encoding == BASE_SIGNED;
}

/* Whether an integer of that size, of the other sign, can hold every enumerator. */
static bool representable(const struct graph *graph, const struct type *type)
{
	uint64_t limit = type->size >= 8
				 ? INT64_MAX
				 : (1ull << (type->size ? type->size * 8 - 1 : 0)) - 1;
	if (type->kind != TYPE_ENUM)
		return true;
	for (uint32_t i = 0; i < type->count; i++) {
		int64_t value = graph->enumerators.data[type->first + i].value;
		if (value < 0 || (uint64_t)value > limit)
			return false;
	}
	return true;
}

static bool all_representable(const struct walk *walk, const struct visit *visit)
{
	return representable(walk->consumer, visit_consumer(walk, visit)) &&
	       representable(walk->provider, visit_provider(walk, visit));
}

/* The sign matters only to values that the other side cannot hold. */
static struct hm_error *compare_sign(struct walk *walk, const struct visit *visit)
{
	if (is_signed_integer(visit_consumer(walk, visit)) ==
		    is_signed_integer(visit_provider(walk, visit)) ||
	    all_representable(walk, visit))
		return NULL;
	return rule_signedness(walk, visit, HM_BREAK);
}

struct hm_error *rules_enum_integer(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	if (consumer->size != provider->size)
		return rule_size(walk, visit, consumer->size, provider->size);
	TRY(rule_enum_integer(walk, visit, HM_NOTE));
	return compare_sign(walk, visit);
}

struct hm_error *rules_enum(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	/* In a bit-field the width is the member's, and its sign has been looked at. */
	if (!(visit->flags & VISIT_BIT_FIELD)) {
		TRY(rule_size(walk, visit, consumer->size, provider->size));
		if (consumer->size == provider->size &&
		    (consumer->flags ^ provider->flags) & TYPE_SIGNED) {
			TRY(rule_enum_integer(walk, visit, HM_NOTE));
			TRY(compare_sign(walk, visit));
		}
	}
	return compare_enumerators(walk, visit);
}
