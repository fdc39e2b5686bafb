// SPDX-License-Identifier: BSD-3-Clause
#include "verify/toolchain_compare.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "verify/toolchain.h"

#include <string.h>

/* Units of one file disagree about an option: for which symbol it holds is unknown. */
#define OPTION_MIXED "mixed"

/* Both sides in words, on their way to a finding. */
struct words {
	struct buffer consumer, provider;
};

static void words_deinit(struct words *words)
{
	buffer_deinit(&words->consumer);
	buffer_deinit(&words->provider);
}

static struct hm_error *add_finding(const struct toolchain_side *consumer,
				    const struct toolchain_side *provider,
				    struct words *words, struct finding_draft *draft,
				    const char *after, struct report *report)
{
	buffer_u8(&words->consumer, 0);
	buffer_u8(&words->provider, 0);
	if (words->consumer.failed || words->provider.failed)
		return error_nomem();
	draft->expected = (const char *)words->consumer.data;
	draft->actual = (const char *)words->provider.data;
	draft->provider = provider->name;
	SCOPED_FREE char *message = NULL;
	if (asprintf(&message, "%s: %s; %s: %s%s", consumer->label, draft->expected,
		     provider->label, draft->actual, after) < 0) {
		message = NULL;
		return error_nomem();
	}
	draft->message = message;
	return report_add(report, draft);
}

static struct elf_abi side_abi(const struct toolchain_side *side)
{
	return toolchain_elf_abi(&side->stamp->toolchain);
}

struct hm_error *toolchain_compare_machine(const struct toolchain_side *consumer,
					   const struct toolchain_side *provider,
					   struct report *report, bool *ret)
{
	struct elf_abi a = side_abi(consumer), b = side_abi(provider);
	if (elf_abi_same_machine(&a, &b)) {
		*ret = true;
		return NULL;
	}
	SCOPED(words_deinit) struct words words = { 0 };
	elf_abi_append_machine(&a, &words.consumer);
	elf_abi_append_machine(&b, &words.provider);
	struct finding_draft draft = {
		.rule = RULE_TOOLCHAIN_ABI,
		.severity = HM_BREAK,
	};
	TRY(add_finding(consumer, provider, &words, &draft, "", report));
	*ret = false;
	return NULL;
}

static void append_option(struct buffer *buffer, const char *name, const char *value)
{
	buffer_bytes(buffer, name, strlen(name));
	buffer_u8(buffer, '=');
	buffer_bytes(buffer, value, strlen(value));
}

static struct hm_error *compare_option(const struct toolchain_side *consumer,
				       const struct toolchain_side *provider,
				       const char *name, struct report *report)
{
	const char *a = toolchain_option(&consumer->stamp->toolchain, name);
	const char *b = toolchain_option(&provider->stamp->toolchain, name);
	if (!a || !b || strcmp(a, b) == 0)
		return NULL;
	bool mixed = strcmp(a, OPTION_MIXED) == 0 || strcmp(b, OPTION_MIXED) == 0;
	SCOPED(words_deinit) struct words words = { 0 };
	append_option(&words.consumer, name, a);
	append_option(&words.provider, name, b);
	struct finding_draft draft = {
		.rule = RULE_TOOLCHAIN_ABI,
		.severity = mixed ? HM_WARNING : HM_BREAK,
	};
	const char *after = mixed ? " (its units do not agree)" : "";
	return add_finding(consumer, provider, &words, &draft, after, report);
}

/* The next name that either side lists, each once: both lists are sorted. NULL: no more.
 */
static const char *next_option(const struct toolchain *a, const struct toolchain *b,
			       size_t *at_a, size_t *at_b)
{
	const char *left = NULL, *right = NULL;
	if (*at_a < a->options.count)
		left = a->options.data[*at_a].name;
	if (*at_b < b->options.count)
		right = b->options.data[*at_b].name;
	int order = left && right ? strcmp(left, right) : left ? -1 : 1;
	*at_a += left && order <= 0;
	*at_b += right && order >= 0;
	return order <= 0 ? left : right;
}

static struct hm_error *compare_options(const struct toolchain_side *consumer,
					const struct toolchain_side *provider,
					struct report *report)
{
	const struct toolchain *a = &consumer->stamp->toolchain;
	const struct toolchain *b = &provider->stamp->toolchain;
	const char *name;
	for (size_t i = 0, j = 0; (name = next_option(a, b, &i, &j));)
		TRY(compare_option(consumer, provider, name, report));
	return NULL;
}

struct hm_error *toolchain_compare_abi(const struct toolchain_side *consumer,
				       const struct toolchain_side *provider,
				       struct report *report)
{
	struct elf_abi a = side_abi(consumer), b = side_abi(provider);
	if (elf_abi_same_machine(&a, &b) && !elf_abi_fits(&a, &b)) {
		SCOPED(words_deinit) struct words words = { 0 };
		elf_abi_append_flavour(&a, &words.consumer);
		elf_abi_append_flavour(&b, &words.provider);
		struct finding_draft draft = {
			.rule = RULE_TOOLCHAIN_ABI,
			.severity = HM_BREAK,
		};
		TRY(add_finding(consumer, provider, &words, &draft, "", report));
	}
	return compare_options(consumer, provider, report);
}

static bool same_compilers(const struct toolchain *a, const struct toolchain *b)
{
	if (a->compilers.count != b->compilers.count)
		return false;
	for (size_t i = 0; i < a->compilers.count; i++) {
		const struct compiler *left = &a->compilers.data[i];
		const struct compiler *right = &b->compilers.data[i];
		if (strcmp(left->family, right->family) != 0 ||
		    strcmp(left->version, right->version) != 0)
			return false;
	}
	return true;
}

static bool options_fit(const struct toolchain *a, const struct toolchain *b)
{
	const char *name;
	for (size_t i = 0, j = 0; (name = next_option(a, b, &i, &j));) {
		const char *left = toolchain_option(a, name);
		const char *right = toolchain_option(b, name);
		if (left && right && strcmp(left, right) != 0)
			return false;
	}
	return true;
}

static bool abi_settings_fit(const struct toolchain *a, const struct toolchain *b)
{
	struct elf_abi left = toolchain_elf_abi(a), right = toolchain_elf_abi(b);
	return elf_abi_fits(&left, &right) && options_fit(a, b);
}

struct hm_error *toolchain_compare_exact(const struct toolchain_side *consumer,
					 const struct toolchain_side *provider,
					 struct report *report)
{
	const struct toolchain *a = &consumer->stamp->toolchain;
	const struct toolchain *b = &provider->stamp->toolchain;
	if (same_compilers(a, b))
		return NULL;
	SCOPED(words_deinit) struct words words = { 0 };
	toolchain_append_compilers(a, b, &words.consumer);
	toolchain_append_compilers(b, a, &words.provider);
	struct finding_draft draft = {
		.rule = RULE_TOOLCHAIN_EXACT,
		.severity = HM_BREAK,
	};
	const char *after =
		abi_settings_fit(a, b)
			? "; ABI settings are the same (accept with --toolchain abi)"
			: "; ABI settings differ as well";
	return add_finding(consumer, provider, &words, &draft, after, report);
}
