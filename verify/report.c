// SPDX-License-Identifier: BSD-3-Clause
#include "verify/report.h"

#include "base/error.h"

#include <string.h>

void report_deinit(struct report *report)
{
	vector_deinit(&report->findings);
	vector_deinit(&report->undecided);
	vector_deinit(&report->details);
	index_deinit(&report->finding_index);
	index_deinit(&report->undecided_index);
	arena_deinit(&report->arena);
}

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static uint64_t hash_text(uint64_t hash, const char *text)
{
	return hash_bytes(hash, text, strlen(text));
}

static uint64_t finding_hash(const struct hm_finding *finding)
{
	uint64_t hash = hash_text(0, finding->rule);
	hash = hash_text(hash, finding->symbol);
	hash = hash_text(hash, finding->path);
	hash = hash_text(hash, finding->expected);
	return hash_text(hash, finding->actual);
}

static bool finding_matches(const void *context, uint32_t value, const void *key)
{
	const struct report *report = context;
	const struct hm_finding *have = &report->findings.data[value], *wanted = key;
	return strcmp(have->rule, wanted->rule) == 0 &&
	       strcmp(have->symbol, wanted->symbol) == 0 &&
	       strcmp(have->path, wanted->path) == 0 &&
	       strcmp(have->expected, wanted->expected) == 0 &&
	       strcmp(have->actual, wanted->actual) == 0;
}

/* Names come from files: what would move a terminal's cursor is made visible. */
static bool copy_visible(struct report *report, const char **text, char kept)
{
	if (!**text) {
		*text = "";
		return true;
	}
	char *copy = arena_copy(&report->arena, *text, strlen(*text));
	for (char *at = copy; at && *at; at++)
		if (((unsigned char)*at < ' ' || *at == 0x7f) && *at != kept)
			*at = '?';
	*text = copy;
	return copy;
}

static bool copy_text(struct report *report, const char **text)
{
	return copy_visible(report, text, '\0');
}

static bool copy_texts(struct report *report, struct hm_finding *finding)
{
	return copy_text(report, &finding->symbol) && copy_text(report, &finding->path) &&
	       copy_text(report, &finding->expected) &&
	       copy_text(report, &finding->actual) &&
	       copy_text(report, &finding->provider) &&
	       copy_text(report, &finding->message);
}

struct hm_error *report_add(struct report *report, const struct finding_draft *draft)
{
	struct hm_finding finding = {
		.rule = rule_id(draft->rule),
		.severity = draft->severity,
		.symbol = or_empty(draft->symbol),
		.path = or_empty(draft->path),
		.expected = or_empty(draft->expected),
		.actual = or_empty(draft->actual),
		.provider = or_empty(draft->provider),
		.message = or_empty(draft->message),
	};
	uint64_t hash = finding_hash(&finding);
	if (index_find(&report->finding_index, hash, finding_matches, report, &finding) !=
	    INDEX_NONE)
		return NULL;
	const char *detail = draft->detail;
	if (!copy_texts(report, &finding) ||
	    (detail && !copy_visible(report, &detail, '\n')) ||
	    !vector_reserve(&report->findings, 1) ||
	    !vector_reserve(&report->details, 1) ||
	    !index_add(&report->finding_index, hash, (uint32_t)report->findings.count))
		return error_nomem();
	report->findings.data[report->findings.count++] = finding;
	report->details.data[report->details.count++] = detail;
	return NULL;
}

static bool undecided_matches(const void *context, uint32_t value, const void *key)
{
	const struct report *report = context;
	return strcmp(report->undecided.data[value], key) == 0;
}

struct hm_error *report_add_undecided(struct report *report, const char *symbol)
{
	uint64_t hash = hash_text(0, symbol);
	if (index_find(&report->undecided_index, hash, undecided_matches, report,
		       symbol) != INDEX_NONE)
		return NULL;
	const char *copy = arena_copy(&report->arena, symbol, strlen(symbol));
	uint32_t number = (uint32_t)report->undecided.count;
	if (!copy || !vector_push(&report->undecided, copy) ||
	    !index_add(&report->undecided_index, hash, number))
		return error_nomem();
	return NULL;
}

enum verdict report_verdict(const struct report *report)
{
	vector_for_each (finding, &report->findings)
		if (finding->severity == HM_BREAK)
			return VERDICT_INCOMPATIBLE;
	return report->findings.count ? VERDICT_COMPATIBLE : VERDICT_EXACT;
}

const char *verdict_name(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_EXACT:
		return "exact";
	case VERDICT_COMPATIBLE:
		return "compatible";
	case VERDICT_INCOMPATIBLE:
		return "incompatible";
	}
	return "unknown";
}

const char *severity_name(enum hm_severity severity)
{
	switch (severity) {
	case HM_NOTE:
		return "note";
	case HM_WARNING:
		return "warning";
	case HM_BREAK:
		return "break";
	}
	return "unknown";
}

const char *report_consumer_side(const struct report *report)
{
	return report->consumer_side ? report->consumer_side : "consumer";
}

const char *report_provider_side(const struct report *report)
{
	return report->provider_side ? report->provider_side : "provider";
}
