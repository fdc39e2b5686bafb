// SPDX-License-Identifier: BSD-3-Clause
#include "verify/compare.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/runtime.h"
#include "verify/walk.h"

#include <elf.h>

/* In C programs nearly every type meets one other, and each member is looked at three
 * times then. A hostile graph can ask for the product of its types. */
#define WORK_PER_ENTRY 16
#define WORK_BASE (1u << 18)

static size_t graph_entries(const struct graph *graph)
{
	return graph->types.count + graph->members.count + graph->enumerators.count +
	       graph->params.count;
}

/* ------------------------------------------------------------------------ tags */

/* No tag of both tables differs. They are sorted alike. */
static bool tables_agree(const struct stamp *consumer, const struct stamp *provider)
{
	size_t i = 0, j = 0;
	while (i < consumer->tags.count && j < provider->tags.count) {
		const struct stamp_tag *want = &consumer->tags.data[i];
		const struct stamp_tag *have = &provider->tags.data[j];
		int order = stamp_tag_compare(want, have);
		if (order == 0 && !digest_equal(&want->digest, &have->digest))
			return false;
		i += order <= 0;
		j += order >= 0;
	}
	return true;
}

/* Whether `stamp` has only the tag of something that `other` has the body of. */
static bool lacks_bodies(const struct stamp *stamp, const struct stamp *other)
{
	if (!other->tags.count)
		return false;
	vector_for_each (type, &stamp->graph.types)
		if (type->flags & TYPE_OPAQUE && type->tag &&
		    stamp_find_tag(other, type->kind, type->tag))
			return true;
	return false;
}

struct hm_error *comparison_create(const struct stamp *consumer,
				   const struct stamp *provider,
				   const char *provider_name, struct report *report,
				   struct comparison **ret)
{
	struct comparison *comparison = calloc(1, sizeof(*comparison));
	if (!comparison)
		return error_nomem();
	size_t entries =
		graph_entries(&consumer->graph) + graph_entries(&provider->graph);
	*comparison = (struct comparison){
		.consumer = consumer,
		.provider = provider,
		.provider_name = provider_name ? provider_name : "",
		.report = report,
		.word_size = consumer->toolchain.elf_class == ELFCLASS32 ? 4 : 8,
		.work_max = WORK_BASE + WORK_PER_ENTRY * entries,
	};
	walk_init(&comparison->walk, comparison);
	*ret = comparison;
	return NULL;
}

void comparison_destroy(struct comparison *comparison)
{
	if (!comparison)
		return;
	walk_deinit(&comparison->walk);
	free(comparison);
}

uint8_t comparison_worst(const struct comparison *comparison)
{
	return comparison->worst;
}

/* --------------------------------------------------------------------- symbols */

static const char *symbol_kind_name(unsigned kind)
{
	switch (kind) {
	case SYMBOL_FUNCTION:
		return "a function";
	case SYMBOL_OBJECT:
		return "an object";
	case SYMBOL_TLS:
		return "a thread-local object";
	default:
		return "something that is not thread-local";
	}
}

static struct hm_error *add_finding(struct comparison *comparison, enum rule rule,
				    const struct stamp_symbol *symbol,
				    const char *expected, const char *actual,
				    const char *message)
{
	enum hm_severity severity = rule_severity(rule);
	if (comparison->worst < severity)
		comparison->worst = (uint8_t)severity;
	struct finding_draft draft = {
		.rule = rule,
		.severity = severity,
		.symbol = symbol->name,
		.path = symbol->name,
		.expected = expected,
		.actual = actual,
		.provider = comparison->provider_name,
		.message = message,
	};
	return report_add(comparison->report, &draft);
}

/* What is thread-local the symbol table says on either side, whatever else is unknown. */
static bool kinds_differ(const struct stamp_symbol *consumer,
			 const struct stamp_symbol *provider)
{
	if (consumer->kind == SYMBOL_TLS || provider->kind == SYMBOL_TLS)
		return consumer->kind != provider->kind;
	return consumer->kind != provider->kind && consumer->kind != SYMBOL_UNKNOWN &&
	       provider->kind != SYMBOL_UNKNOWN;
}

static struct hm_error *rule_symbol_kind(struct comparison *comparison,
					 const struct stamp_symbol *consumer,
					 const struct stamp_symbol *provider)
{
	const char *want = symbol_kind_name(consumer->kind);
	const char *have = symbol_kind_name(provider->kind);
	struct words message =
		words("%.200s is %s, expected %s", consumer->name, have, want);
	return add_finding(comparison, RULE_SYMBOL_KIND, consumer, want, have,
			   message.text);
}

static bool is_typed(const struct stamp_symbol *symbol)
{
	return symbol->type.id != TYPE_NONE;
}

static struct words typed_words(const struct stamp *stamp,
				const struct stamp_symbol *symbol)
{
	return is_typed(symbol) ? words_type(&stamp->graph, symbol->type)
				: words("type unknown");
}

static struct hm_error *rule_untyped(struct comparison *comparison,
				     const struct stamp_symbol *consumer,
				     const struct stamp_symbol *provider)
{
	const char *who = is_typed(consumer)   ? report_provider_side(comparison->report)
			  : is_typed(provider) ? report_consumer_side(comparison->report)
					       : NULL;
	struct words message =
		words("the type of %.160s is unknown to %s%s, so it was not compared "
		      "(HM_INTERFACE in the public header makes it known)",
		      consumer->name, who ? "the " : "either side", who ? who : "");
	return add_finding(comparison, RULE_UNTYPED, consumer,
			   typed_words(comparison->consumer, consumer).text,
			   typed_words(comparison->provider, provider).text,
			   message.text);
}

static struct hm_error *rule_noreturn(struct comparison *comparison,
				      const struct stamp_symbol *consumer,
				      const struct stamp_symbol *provider)
{
	if (!(consumer->flags & SYMBOL_NORETURN) || provider->flags & SYMBOL_NORETURN)
		return NULL;
	struct words message = words("%.200s may return, and the caller relies on it "
				     "that it does not",
				     consumer->name);
	return add_finding(comparison, RULE_NORETURN, consumer, "does not return",
			   "may return", message.text);
}

/* Judged when it is asked for first: mostly all symbols have equal closures. */
static bool tags_agree(struct comparison *comparison)
{
	const struct stamp *consumer = comparison->consumer;
	const struct stamp *provider = comparison->provider;
	if (!comparison->tags_judged)
		comparison->tags_agree = tables_agree(consumer, provider) &&
					 !lacks_bodies(consumer, provider) &&
					 !lacks_bodies(provider, consumer);
	comparison->tags_judged = true;
	return comparison->tags_agree;
}

/*
 * Equal hashes of all that the symbol leads to; or of the symbol, and of every tag that
 * both know, with nothing opaque on one side.
 */
static bool known_equal(struct comparison *comparison,
			const struct stamp_symbol *consumer,
			const struct stamp_symbol *provider)
{
	if (digest_equal(&consumer->closure, &provider->closure))
		return true;
	return digest_equal(&consumer->digest, &provider->digest) &&
	       consumer->type.quals == provider->type.quals &&
	       consumer->type.align == provider->type.align && tags_agree(comparison);
}

static struct hm_error *compare_types(struct comparison *comparison,
				      const struct stamp_symbol *consumer,
				      const struct stamp_symbol *provider)
{
	struct visit visit = {
		.consumer = consumer->type,
		.provider = provider->type,
		.context = VISIT_SYMBOL,
		.flags = VISIT_OBJECT | VISIT_LOOSE,
	};
	if (consumer->flags & SYMBOL_RETICENT)
		visit.flags |= VISIT_CONSUMER_RETICENT;
	if (provider->flags & SYMBOL_RETICENT)
		visit.flags |= VISIT_PROVIDER_RETICENT;
	uint8_t worst = 0;
	TRY(walk_symbol(&comparison->walk, consumer->name, &visit, &worst));
	if (comparison->worst < worst)
		comparison->worst = worst;
	return NULL;
}

struct hm_error *comparison_symbol(struct comparison *comparison,
				   const struct stamp_symbol *consumer,
				   const struct stamp_symbol *provider)
{
	comparison->worst = 0;
	if (kinds_differ(consumer, provider))
		return rule_symbol_kind(comparison, consumer, provider);
	if (!is_typed(consumer) || !is_typed(provider))
		return runtime_is_compiler_made(consumer->name)
			       ? NULL
			       : rule_untyped(comparison, consumer, provider);
	TRY(rule_noreturn(comparison, consumer, provider));
	if (known_equal(comparison, consumer, provider))
		return NULL;
	return compare_types(comparison, consumer, provider);
}
