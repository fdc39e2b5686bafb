// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"
#include "verify/layout.h"

#define CV_RESTRICT (QUAL_CONST | QUAL_VOLATILE | QUAL_RESTRICT)

static struct hm_error *report_types(struct walk *walk, const struct visit *visit,
				     enum rule rule, uint8_t severity, const char *what)
{
	if (!walk_weigh(walk, visit, severity))
		return NULL;
	struct difference difference = {
		.rule = rule,
		.severity = severity,
		.expected = words_type(walk->consumer, visit->consumer),
		.actual = words_type(walk->provider, visit->provider),
	};
	difference.message = words("%s: %.120s, expected %.120s", what,
				   difference.actual.text, difference.expected.text);
	return walk_report(walk, visit, &difference);
}

struct hm_error *rule_kind(struct walk *walk, const struct visit *visit)
{
	return report_types(walk, visit, RULE_KIND, HM_BREAK, "another kind of type");
}

struct hm_error *rule_incompatible(struct walk *walk, const struct visit *visit)
{
	if (visit->context == VISIT_POINTEE)
		return report_types(walk, visit, RULE_POINTEE, HM_BREAK,
				    "points to an incompatible type");
	if (visit->context == VISIT_MEMBER)
		return report_types(walk, visit, RULE_MEMBER_TYPE, HM_BREAK,
				    "the member has an incompatible type");
	return rule_kind(walk, visit);
}

/* const, volatile, restrict below a pointer, on a member, on the object itself. Those of
 * parameters and results are no part of a call. */
static uint8_t qualifiers_that_count(const struct visit *visit)
{
	bool copied = visit->context == VISIT_PARAM || visit->context == VISIT_RESULT;
	return copied ? 0 : CV_RESTRICT;
}

static bool object_became_const(const struct visit *visit)
{
	return visit->flags & VISIT_OBJECT && !(visit->consumer.quals & QUAL_CONST) &&
	       visit->provider.quals & QUAL_CONST;
}

static struct hm_error *rule_qualifier(struct walk *walk, const struct visit *visit)
{
	uint8_t differ = (visit->consumer.quals ^ visit->provider.quals) &
			 qualifiers_that_count(visit);
	if (object_became_const(visit))
		differ &= (uint8_t)~QUAL_CONST;
	if (!differ)
		return NULL;
	return report_types(walk, visit, RULE_QUALIFIER, HM_NOTE, "other qualifiers");
}

static struct hm_error *rule_object_became_const(struct walk *walk,
						 const struct visit *visit)
{
	if (!object_became_const(visit))
		return NULL;
	return report_types(walk, visit, RULE_OBJECT_BECAME_CONST, HM_BREAK,
			    "the object is read-only now, and may be written to");
}

/* What one side lacks proves nothing if its debug information cannot say it. */
static uint8_t unless_reticent(const struct visit *visit, bool consumer_lacks)
{
	uint8_t flag = consumer_lacks ? VISIT_CONSUMER_RETICENT : VISIT_PROVIDER_RETICENT;
	return visit->flags & flag ? HM_WARNING : HM_BREAK;
}

static struct hm_error *rule_atomic(struct walk *walk, const struct visit *visit)
{
	if (!((visit->consumer.quals ^ visit->provider.quals) & QUAL_ATOMIC))
		return NULL;
	bool consumer_lacks = !(visit->consumer.quals & QUAL_ATOMIC);
	return report_types(walk, visit, RULE_ATOMIC,
			    unless_reticent(visit, consumer_lacks),
			    "_Atomic on one side only");
}

struct hm_error *report_alignment(struct walk *walk, const struct visit *visit,
				  uint64_t consumer, uint64_t provider, uint8_t severity)
{
	if (consumer == provider || !walk_weigh(walk, visit, severity))
		return NULL;
	struct difference difference = {
		.rule = RULE_ALIGNMENT,
		.severity = severity,
		.expected = words("aligned to %s", words_bytes(consumer).text),
		.actual = words("aligned to %s", words_bytes(provider).text),
	};
	difference.message = words("%.120s is %s, expected to be %s",
				   words_node(walk->consumer, visit->consumer.id).text,
				   difference.actual.text, difference.expected.text);
	return walk_report(walk, visit, &difference);
}

struct hm_error *rule_alignment(struct walk *walk, const struct visit *visit,
				uint64_t consumer, uint64_t provider)
{
	return report_alignment(walk, visit, consumer, provider,
				unless_reticent(visit, consumer < provider));
}

/* Alignment that the use declares; that of the types is looked at with the types. */
static struct hm_error *rule_declared_alignment(struct walk *walk,
						const struct visit *visit)
{
	if (!visit->consumer.align && !visit->provider.align)
		return NULL;
	return rule_alignment(walk, visit, graph_align(walk->consumer, visit->consumer),
			      graph_align(walk->provider, visit->provider));
}

struct hm_error *rule_size(struct walk *walk, const struct visit *visit,
			   uint64_t consumer, uint64_t provider)
{
	if (consumer == provider || !walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	struct words want = words_node(walk->consumer, visit->consumer.id);
	struct words have = words_node(walk->provider, visit->provider.id);
	struct words want_bytes = words_bytes(consumer);
	struct words have_bytes = words_bytes(provider);
	struct difference difference = {
		.rule = RULE_SIZE,
		.severity = HM_BREAK,
		.expected = want_bytes,
		.actual = have_bytes,
		.message = words("%.120s has %s, expected %s", have.text, have_bytes.text,
				 want_bytes.text),
	};
	if (strcmp(want.text, have.text) != 0) {
		difference.expected = words("%s (%.120s)", want_bytes.text, want.text);
		difference.actual = words("%s (%.120s)", have_bytes.text, have.text);
		difference.message = words("%.120s has %s, expected %s", have.text,
					   have_bytes.text, difference.expected.text);
	}
	return walk_report(walk, visit, &difference);
}

static struct hm_error *edge_attributes(struct walk *walk, const struct visit *visit)
{
	TRY(rule_object_became_const(walk, visit));
	TRY(rule_qualifier(walk, visit));
	TRY(rule_atomic(walk, visit));
	return rule_declared_alignment(walk, visit);
}

static bool kinds_comparable(const struct type *consumer, const struct type *provider)
{
	if (consumer->kind == provider->kind)
		return true;
	return (consumer->kind == TYPE_ENUM && type_is_integer(provider)) ||
	       (provider->kind == TYPE_ENUM && type_is_integer(consumer));
}

struct hm_error *rules_edge(struct walk *walk, const struct visit *visit, bool *ret)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	*ret = true;
	/* Each alternative becomes an edge of its own. */
	if (consumer->kind == TYPE_CHOICE || provider->kind == TYPE_CHOICE)
		return NULL;
	if ((consumer->kind == TYPE_VOID) != (provider->kind == TYPE_VOID)) {
		*ret = false;
		if (void_is_any_object(walk, visit))
			TRY(edge_attributes(walk, visit));
		return rules_void(walk, visit);
	}
	if (visit->flags & VISIT_BIT_FIELD) {
		TRY(edge_attributes(walk, visit));
		return rules_bit_field(walk, visit, ret);
	}
	if (!kinds_comparable(consumer, provider)) {
		*ret = false;
		return rule_kind(walk, visit);
	}
	TRY(edge_attributes(walk, visit));
	if ((consumer->flags ^ provider->flags) & TYPE_OPAQUE) {
		bool by_value;
		TRY(rule_opaque_value(walk, visit, &by_value));
		*ret = !by_value;
	}
	return NULL;
}

uint32_t rules_context(const struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	if (consumer->kind == TYPE_CHOICE || provider->kind == TYPE_CHOICE)
		return 1u << 31 | (uint32_t)visit->consumer.quals << 24 |
		       (uint32_t)visit->provider.quals << 16 |
		       (uint32_t)visit->context << 8 |
		       (visit->flags &
			(VISIT_OBJECT | VISIT_LOOSE | VISIT_BIT_FIELD | VISIT_RECLASSED));
	switch (consumer->kind) {
	case TYPE_BASE:
		return visit_is_buffer(visit);
	case TYPE_ENUM:
		return visit->flags & VISIT_BIT_FIELD;
	case TYPE_ARRAY:
		return visit->flags & (VISIT_OBJECT | VISIT_LOOSE | VISIT_RECLASSED);
	case TYPE_STRUCT:
	case TYPE_UNION:
		return visit->flags & VISIT_RECLASSED;
	case TYPE_FUNCTION:
		return visit->context == VISIT_POINTEE;
	default:
		return 0;
	}
}

struct hm_error *rules_type(struct walk *walk, const struct visit *visit)
{
	unsigned consumer = visit_consumer(walk, visit)->kind;
	unsigned provider = visit_provider(walk, visit)->kind;
	if (consumer == TYPE_CHOICE || provider == TYPE_CHOICE)
		return rules_choice(walk, visit);
	if (consumer != provider)
		return rules_enum_integer(walk, visit);
	switch (consumer) {
	case TYPE_BASE:
		return rules_base(walk, visit);
	case TYPE_POINTER:
		return rules_pointer(walk, visit);
	case TYPE_ARRAY:
		return rules_array(walk, visit);
	case TYPE_VECTOR:
		return rules_vector(walk, visit);
	case TYPE_FUNCTION:
		return rules_function(walk, visit);
	case TYPE_STRUCT:
	case TYPE_UNION:
	case TYPE_ENUM:
		return rules_tagged(walk, visit);
	default:
		return NULL;
	}
}
