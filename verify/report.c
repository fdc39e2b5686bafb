// SPDX-License-Identifier: BSD-3-Clause
#include "verify/report.h"

#include "base/error.h"

#include <string.h>

void report_deinit(struct report *report)
{
	vector_deinit(&report->findings);
	vector_deinit(&report->remarks);
	vector_deinit(&report->undecided);
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

/* What makes two findings the same. */
struct finding_key {
	enum hm_severity severity;
	const char *rule, *symbol, *place, *expected, *actual, *provider;
};

static struct finding_key finding_key(const struct hm_finding *finding, size_t place)
{
	return (struct finding_key){
		.severity = finding->severity,
		.rule = finding->rule,
		.symbol = place ? "" : finding->symbol,
		.place = finding->path + place,
		.expected = finding->expected,
		.actual = finding->actual,
		.provider = finding->provider,
	};
}

static uint64_t key_hash(const struct finding_key *key)
{
	uint64_t hash = hash_text(index_key() + key->severity, key->rule);
	hash = hash_text(hash, key->symbol);
	hash = hash_text(hash, key->place);
	hash = hash_text(hash, key->expected);
	hash = hash_text(hash, key->actual);
	return hash_text(hash, key->provider);
}

static bool key_matches(const void *context, uint32_t value, const void *key)
{
	const struct report *report = context;
	const struct finding_key *wanted = key;
	const struct finding_key have = finding_key(&report->findings.data[value],
						    report->remarks.data[value].place);
	return have.severity == wanted->severity &&
	       strcmp(have.rule, wanted->rule) == 0 &&
	       strcmp(have.symbol, wanted->symbol) == 0 &&
	       strcmp(have.place, wanted->place) == 0 &&
	       strcmp(have.expected, wanted->expected) == 0 &&
	       strcmp(have.actual, wanted->actual) == 0 &&
	       strcmp(have.provider, wanted->provider) == 0;
}

/* Names come from files: what would move a terminal's cursor is made visible. */
static bool copy_visible(struct report *report, const char **text, char kept)
{
	if (!*text)
		return true;
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

static bool copy_remark(struct report *report, struct finding_remark *remark)
{
	return copy_visible(report, &remark->detail, '\n') &&
	       copy_text(report, &remark->subject) && copy_text(report, &remark->reason);
}

static struct hm_finding finding_of(const struct finding_draft *draft)
{
	return (struct hm_finding){
		.rule = rule_id(draft->rule),
		.severity = draft->severity,
		.symbol = or_empty(draft->symbol),
		.path = or_empty(draft->path),
		.expected = or_empty(draft->expected),
		.actual = or_empty(draft->actual),
		.provider = or_empty(draft->provider),
		.message = or_empty(draft->message),
	};
}

static bool has_key(const struct report *report, const struct finding_key *key,
		    uint64_t hash)
{
	return index_find(&report->finding_index, hash, key_matches, report, key) !=
	       INDEX_NONE;
}

bool report_has(const struct report *report, const struct finding_draft *draft)
{
	struct hm_finding finding = finding_of(draft);
	struct finding_key key = finding_key(&finding, draft->remark.place);
	return has_key(report, &key, key_hash(&key));
}

struct hm_error *report_add(struct report *report, const struct finding_draft *draft)
{
	struct hm_finding finding = finding_of(draft);
	struct finding_key key = finding_key(&finding, draft->remark.place);
	uint64_t hash = key_hash(&key);
	if (has_key(report, &key, hash))
		return NULL;
	struct finding_remark remark = draft->remark;
	if (!copy_texts(report, &finding) || !copy_remark(report, &remark) ||
	    !vector_reserve(&report->findings, 1) ||
	    !vector_reserve(&report->remarks, 1) ||
	    !index_add(&report->finding_index, hash, (uint32_t)report->findings.count))
		return error_nomem();
	report->findings.data[report->findings.count++] = finding;
	report->remarks.data[report->remarks.count++] = remark;
	return NULL;
}

static bool undecided_matches(const void *context, uint32_t value, const void *key)
{
	const struct report *report = context;
	return strcmp(report->undecided.data[value], key) == 0;
}

struct hm_error *report_add_undecided(struct report *report, const char *symbol)
{
	uint64_t hash = hash_text(index_key(), symbol);
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
