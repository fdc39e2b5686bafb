/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_REPORT_H
#define VERIFY_REPORT_H

/*
 * The outcome of a comparison. A verdict is data, not an error: the rules fill a report,
 * and only hm_open() turns one that rejects into an error.
 */

#include "base/arena.h"
#include "base/index.h"
#include "base/vector.h"
#include "hallmark/error.h"
#include "verify/rule.h"

#include <stdbool.h>

enum verdict {
	VERDICT_EXACT,
	VERDICT_COMPATIBLE,
	VERDICT_INCOMPATIBLE,
};

/* What is known of a finding beyond what a caller of the library gets. */
struct finding_remark {
	/*
	 * Where in the path the tagged type stands that the finding is about: from there
	 * on it says the same whichever symbol leads there. 0: the whole path counts.
	 */
	size_t place;
	/*
	 * A text block: two layouts side by side, the member that was inserted. NULL:
	 * none.
	 */
	const char *detail;
	/*
	 * What the message says in two parts, where many findings may have the second in
	 * common: "f@V1 (did you mean g?)", "is not provided by host; ...". NULL: no such
	 * part, it is told of alone.
	 */
	const char *subject, *reason;
};

struct report {
	/* In the order found; each once. */
	VECTOR(struct hm_finding) findings;
	/* What else is known of each; same index. */
	VECTOR(struct finding_remark) remarks;
	/* Names of undefined symbols that no file at hand could place. */
	VECTOR(const char *) undecided;
	/* How messages call them; NULL: "consumer" and "provider". */
	const char *consumer_side, *provider_side;
	/* How many symbols were compared, and how many of them had a break. */
	size_t compared, broken;
	struct arena arena;
	/* Find what is there already. */
	struct index finding_index, undecided_index;
};

/* A zeroed report is empty. */
void report_deinit(struct report *report);

/* What a rule found. Strings may be NULL (empty) and are copied. */
struct finding_draft {
	enum rule rule;
	enum hm_severity severity;
	const char *symbol, *path, *expected, *actual, *provider;
	/* One line for people that says what differs and by how much. */
	const char *message;
	struct finding_remark remark;
};

/* Whether a finding is there that says the same: severity, rule, place, both sides,
 * provider. */
bool report_has(const struct report *report, const struct finding_draft *draft);

/* Adds a finding unless the report has it. */
struct hm_error *report_add(struct report *report, const struct finding_draft *draft);

struct hm_error *report_add_undecided(struct report *report, const char *symbol);

const char *report_consumer_side(const struct report *report);
const char *report_provider_side(const struct report *report);

enum verdict report_verdict(const struct report *report);

/* "exact", "compatible", "incompatible"; static. */
const char *verdict_name(enum verdict verdict);

/* "note", "warning", "break"; static. */
const char *severity_name(enum hm_severity severity);

#endif
