// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"

/* What default argument promotion (C11 6.5.2.2p6) makes of narrow numbers. int and double
 * have these sizes on every machine that has dlopen. */
#define INT_SIZE 4
#define DOUBLE_SIZE 8

static struct hm_error *report_function(struct walk *walk, const struct visit *visit,
					enum rule rule, uint8_t severity,
					struct words expected, struct words actual,
					const char *what)
{
	struct difference difference = {
		.rule = rule,
		.severity = severity,
		.expected = expected,
		.actual = actual,
		.message = words("%s: %.100s, expected %.100s", what,
				 words_node(walk->provider, visit->provider.id).text,
				 words_node(walk->consumer, visit->consumer.id).text),
	};
	return walk_report(walk, visit, &difference);
}

/* --------------------------------------------------------------------- result */

static bool is_void(const struct type *type)
{
	return type->kind == TYPE_VOID;
}

static struct hm_error *rule_return_type(struct walk *walk, const struct visit *visit,
					 struct words expected, struct words actual,
					 const char *what)
{
	if (!walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	return report_function(walk, visit, RULE_RETURN_TYPE, HM_BREAK, expected, actual,
			       what);
}

static struct hm_error *rule_return_ignored(struct walk *walk, const struct visit *visit,
					    struct words expected, struct words actual)
{
	if (!walk_weigh(walk, visit, HM_WARNING))
		return NULL;
	return report_function(walk, visit, RULE_RETURN_IGNORED, HM_WARNING, expected,
			       actual, "a result that the caller does not take");
}

static struct hm_error *compare_results(struct walk *walk, const struct visit *visit)
{
	struct type_ref want = visit_consumer(walk, visit)->target;
	struct type_ref have = visit_provider(walk, visit)->target;
	bool wants = !is_void(graph_type(walk->consumer, want.id));
	bool gives = !is_void(graph_type(walk->provider, have.id));
	if (wants && gives)
		return walk_descend(walk, visit, VISIT_RESULT,
				    (struct step){ .kind = STEP_RESULT }, want, have, 0);
	if (wants == gives)
		return NULL;
	struct words expected = words_type(walk->consumer, want);
	struct words actual = words_type(walk->provider, have);
	if (wants)
		return rule_return_type(walk, visit, expected, actual,
					"gives no result, which the caller may use");
	if (value_in_memory(walk, walk->provider, have.id))
		return rule_return_type(walk, visit, expected, actual,
					"wants room for its result from the caller");
	if (value_on_x87(walk, walk->provider, have.id))
		return rule_return_type(walk, visit, expected, actual,
					"leaves its result on the x87 stack, which is "
					"full after eight calls");
	/* Whoever calls through a pointer may be either side: the worse direction. */
	if (visit->context == VISIT_POINTEE)
		return rule_return_type(walk, visit, expected, actual,
					"either side may call it, and only one knows a "
					"result");
	return rule_return_ignored(walk, visit, expected, actual);
}

/* ----------------------------------------------------------------- parameters */

static struct words count_words(uint32_t count)
{
	return words("%u parameter%s", count, count == 1 ? "" : "s");
}

static struct hm_error *rule_parameter_count(struct walk *walk, const struct visit *visit)
{
	uint32_t want = visit_consumer(walk, visit)->count;
	uint32_t have = visit_provider(walk, visit)->count;
	if (want == have || !walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	return report_function(walk, visit, RULE_PARAMETER_COUNT, HM_BREAK,
			       count_words(want), count_words(have),
			       "another number of parameters");
}

static struct hm_error *descend_param(struct walk *walk, const struct visit *visit,
				      uint32_t number)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	struct step step = { .kind = STEP_PARAM, .number = number + 1 };
	return walk_descend(walk, visit, VISIT_PARAM, step,
			    walk->consumer->params.data[consumer->first + number],
			    walk->provider->params.data[provider->first + number], 0);
}

static uint32_t common_count(const struct type *consumer, const struct type *provider)
{
	return consumer->count < provider->count ? consumer->count : provider->count;
}

static struct hm_error *compare_params(struct walk *walk, const struct visit *visit)
{
	uint32_t count =
		common_count(visit_consumer(walk, visit), visit_provider(walk, visit));
	TRY(rule_parameter_count(walk, visit));
	for (uint32_t i = 0; i < count; i++)
		TRY(descend_param(walk, visit, i));
	return NULL;
}

static struct words variadic_words(const struct type *type)
{
	return words("%s", type->flags & TYPE_VARIADIC ? "variadic" : "not variadic");
}

static struct hm_error *rule_variadic(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	if (!((consumer->flags ^ provider->flags) & TYPE_VARIADIC) ||
	    !walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	return report_function(walk, visit, RULE_VARIADIC, HM_BREAK,
			       variadic_words(consumer), variadic_words(provider),
			       "variable arguments on one side only");
}

/* --------------------------------------------------------------- no prototype */

/* A number that a caller without prototype passes as something else. */
static bool is_promoted(const struct type *type)
{
	if (type->kind == TYPE_ENUM)
		return !(type->flags & TYPE_OPAQUE) && type->size < INT_SIZE;
	if (type->kind != TYPE_BASE)
		return false;
	if (type->encoding == BASE_FLOAT)
		return type->size < DOUBLE_SIZE && type->format == FLOAT_IEEE;
	return (type_is_integer(type) || type->encoding == BASE_BOOLEAN) &&
	       type->size < INT_SIZE && !type->bits;
}

/* Whether `param` is what promotion makes of `narrow`: int, or double. */
static bool is_promotion_of(const struct type *param, const struct type *narrow)
{
	if (param->kind != TYPE_BASE)
		return false;
	if (narrow->kind == TYPE_BASE && narrow->encoding == BASE_FLOAT)
		return param->encoding == BASE_FLOAT && param->size == DOUBLE_SIZE;
	return param->encoding == BASE_SIGNED && param->size == INT_SIZE;
}

struct side {
	const struct graph *graph;
	const struct type *type;
};

static const struct type *side_param(const struct side *side, uint32_t number)
{
	return graph_type(side->graph,
			  side->graph->params.data[side->type->first + number].id);
}

/*
 * The side without prototype passes (or takes) the promoted type. Where it says nothing
 * of its parameters, they are taken to be the other side's.
 */
static bool survives_promotion(const struct side *open, const struct side *closed,
			       uint32_t number)
{
	const struct type *param = side_param(closed, number);
	const struct type *passed =
		number < open->type->count ? side_param(open, number) : param;
	return !is_promoted(passed) || is_promotion_of(param, passed);
}

static struct hm_error *rule_unprototyped(struct walk *walk, const struct visit *visit,
					  uint8_t severity, const char *what)
{
	if (!walk_weigh(walk, visit, severity))
		return NULL;
	return report_function(walk, visit, RULE_UNPROTOTYPED, severity,
			       words_node(walk->consumer, visit->consumer.id),
			       words_node(walk->provider, visit->provider.id), what);
}

static struct hm_error *compare_half_prototyped(struct walk *walk,
						const struct visit *visit)
{
	const struct side consumer = { walk->consumer, visit_consumer(walk, visit) };
	const struct side provider = { walk->provider, visit_provider(walk, visit) };
	bool consumer_open = consumer.type->flags & TYPE_UNPROTOTYPED;
	const struct side *open = consumer_open ? &consumer : &provider;
	const struct side *closed = consumer_open ? &provider : &consumer;
	if (closed->type->flags & TYPE_VARIADIC)
		return rule_unprototyped(walk, visit, HM_BREAK,
					 "no prototype against variable arguments");
	if (open->type->count)
		TRY(rule_parameter_count(walk, visit));
	bool breaks = false;
	for (uint32_t i = 0; i < closed->type->count; i++) {
		bool known = i < open->type->count;
		if (!survives_promotion(open, closed, i))
			breaks = true;
		else if (known && !is_promoted(side_param(open, i)))
			TRY(descend_param(walk, visit, i));
	}
	return rule_unprototyped(walk, visit, breaks ? HM_BREAK : HM_WARNING,
				 breaks ? "no prototype, and an argument is passed as "
					  "another type"
					: "no prototype on one side");
}

/* Parameters are known on both sides only if both are definitions. */
static struct hm_error *compare_unprototyped(struct walk *walk, const struct visit *visit)
{
	if (!visit_consumer(walk, visit)->count || !visit_provider(walk, visit)->count)
		return NULL;
	return compare_params(walk, visit);
}

/* ------------------------------------------------------------------- function */

static struct words convention_words(const struct type *type)
{
	if (type->convention == CONVENTION_DEFAULT)
		return words("the platform's convention");
	return words("convention 0x%x (DW_CC)", type->convention);
}

static struct hm_error *rule_calling_convention(struct walk *walk,
						const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	if (consumer->convention == provider->convention ||
	    !walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	return report_function(walk, visit, RULE_CALLING_CONVENTION, HM_BREAK,
			       convention_words(consumer), convention_words(provider),
			       "another calling convention");
}

struct hm_error *rules_function(struct walk *walk, const struct visit *visit)
{
	uint8_t consumer = visit_consumer(walk, visit)->flags & TYPE_UNPROTOTYPED;
	uint8_t provider = visit_provider(walk, visit)->flags & TYPE_UNPROTOTYPED;
	TRY(rule_calling_convention(walk, visit));
	TRY(compare_results(walk, visit));
	if (consumer && provider)
		return compare_unprototyped(walk, visit);
	if (consumer || provider)
		return compare_half_prototyped(walk, visit);
	TRY(rule_variadic(walk, visit));
	return compare_params(walk, visit);
}
