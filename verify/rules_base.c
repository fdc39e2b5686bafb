// SPDX-License-Identifier: BSD-3-Clause
#include "verify/rules.h"

#include "base/error.h"

bool type_is_integer(const struct type *type)
{
	return type->kind == TYPE_BASE &&
	       (type->encoding == BASE_SIGNED || type->encoding == BASE_UNSIGNED);
}

static bool is_signed(const struct type *type)
{
	return type->kind == TYPE_ENUM ? type->flags & TYPE_SIGNED
				       : type->encoding == BASE_SIGNED;
}

static const char *sign_name(const struct type *type)
{
	return is_signed(type) ? "signed" : "unsigned";
}

struct hm_error *rule_signedness(struct walk *walk, const struct visit *visit,
				 uint8_t severity)
{
	if (!walk_weigh(walk, visit, severity))
		return NULL;
	struct difference difference = {
		.rule = RULE_SIGNEDNESS,
		.severity = severity,
		.expected = words("%.120s (%s)",
				  words_node(walk->consumer, visit->consumer.id).text,
				  sign_name(visit_consumer(walk, visit))),
		.actual = words("%.120s (%s)",
				words_node(walk->provider, visit->provider.id).text,
				sign_name(visit_provider(walk, visit))),
	};
	difference.message = words("%s, expected %s", difference.actual.text,
				   difference.expected.text);
	return walk_report(walk, visit, &difference);
}

struct hm_error *rule_base_kind(struct walk *walk, const struct visit *visit)
{
	if (!walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	struct difference difference = {
		.rule = RULE_BASE_KIND,
		.severity = HM_BREAK,
		.expected = words_node(walk->consumer, visit->consumer.id),
		.actual = words_node(walk->provider, visit->provider.id),
	};
	difference.message = words("another kind of number: %.100s, expected %.100s",
				   difference.actual.text, difference.expected.text);
	return walk_report(walk, visit, &difference);
}

static struct hm_error *rule_float_format(struct walk *walk, const struct visit *visit)
{
	if (!walk_weigh(walk, visit, HM_BREAK))
		return NULL;
	struct difference difference = {
		.rule = RULE_FLOAT_FORMAT,
		.severity = HM_BREAK,
		.expected = words_node(walk->consumer, visit->consumer.id),
		.actual = words_node(walk->provider, visit->provider.id),
	};
	difference.message =
		words("another format of the same %s: %.100s, expected %.100s",
		      words_bytes(visit_consumer(walk, visit)->size).text,
		      difference.actual.text, difference.expected.text);
	return walk_report(walk, visit, &difference);
}

static bool is_float(const struct type *type)
{
	return type->encoding == BASE_FLOAT || type->encoding == BASE_DECIMAL;
}

struct hm_error *rules_base(struct walk *walk, const struct visit *visit)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	if (consumer->size != provider->size)
		return rule_size(walk, visit, consumer->size, provider->size);
	if (type_is_integer(consumer) && type_is_integer(provider)) {
		if (consumer->bits != provider->bits)
			return rule_base_kind(walk, visit);
		if (consumer->encoding == provider->encoding)
			return NULL;
		bool byte_buffer = consumer->size == 1 && visit_is_buffer(visit);
		return rule_signedness(walk, visit, byte_buffer ? HM_NOTE : HM_BREAK);
	}
	if (consumer->encoding != provider->encoding)
		return is_float(consumer) && is_float(provider)
			       ? rule_float_format(walk, visit)
			       : rule_base_kind(walk, visit);
	if (consumer->format != provider->format)
		return rule_float_format(walk, visit);
	if (consumer->encoding != BASE_OTHER)
		return NULL;
	const char *want = consumer->tag ? consumer->tag : "";
	const char *have = provider->tag ? provider->tag : "";
	return strcmp(want, have) == 0 ? NULL : rule_incompatible(walk, visit);
}

static bool fits_bit_field(const struct type *type)
{
	return type->kind == TYPE_ENUM || type_is_integer(type) ||
	       (type->kind == TYPE_BASE && type->encoding == BASE_BOOLEAN);
}

/* The same bits: of the declared type only its sign matters, and what an enum means. */
struct hm_error *rules_bit_field(struct walk *walk, const struct visit *visit, bool *ret)
{
	const struct type *consumer = visit_consumer(walk, visit);
	const struct type *provider = visit_provider(walk, visit);
	*ret = consumer->kind == provider->kind;
	if (!*ret && !(fits_bit_field(consumer) && fits_bit_field(provider)))
		return rule_kind(walk, visit);
	if (fits_bit_field(consumer) != fits_bit_field(provider)) {
		*ret = false;
		return rule_incompatible(walk, visit);
	}
	/* No C program has them; the types tell whether they are the same. */
	if (!fits_bit_field(consumer))
		return NULL;
	bool same_sign = is_signed(consumer) == is_signed(provider);
	if (consumer->kind == TYPE_ENUM || provider->kind == TYPE_ENUM) {
		if (!same_sign)
			return rule_enum_integer(walk, visit, HM_BREAK);
		return *ret ? NULL : rule_enum_integer(walk, visit, HM_NOTE);
	}
	*ret = false;
	return same_sign ? NULL : rule_signedness(walk, visit, HM_BREAK);
}
