// SPDX-License-Identifier: BSD-3-Clause
#include "verify/render.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/path.h"
#include "verify/render_crowd.h"
#include "verify/render_rest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Nobody reads more; JSON and hm_error_finding() give them all. */
#define SHOWN_MAX 200

/*
 * A path in parts: "host_log" "(arg 1)" " -> struct config -> next" "struct config"
 * "limit". A part that is not there is empty.
 */
struct place {
	const char *call, *route, *owner, *member;
	int call_length, route_length, owner_length;
};

struct rendering {
	const struct report *report;
	const struct render_options *options;
	struct buffer *out;
	/* Findings to show, those of one place together. */
	VECTOR(uint32_t) order;
};

static void append(struct rendering *rendering, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void append(struct rendering *rendering, const char *format, ...)
{
	SCOPED_FREE char *text = NULL;
	va_list args;
	va_start(args, format);
	int length = vasprintf(&text, format, args);
	va_end(args);
	if (length < 0) {
		text = NULL;
		rendering->out->failed = true;
		return;
	}
	buffer_bytes(rendering->out, text, (size_t)length);
}

/* ---------------------------------------------------------------------- places */

static const char *last_arrow(const char *path)
{
	const char *last = NULL;
	for (const char *at = path; (at = strstr(at, " -> ")); at += 4)
		last = at;
	return last;
}

static struct place parse_place(const struct hm_finding *finding)
{
	const char *path = finding->path, *end = path + strlen(path);
	size_t symbol = strlen(finding->symbol);
	struct place place = { .call = end, .route = end, .owner = end, .member = "" };
	if (strncmp(path, finding->symbol, symbol) != 0)
		return place;
	const char *arrow = strstr(path, " -> "), *last = last_arrow(path);
	place.call = path + symbol;
	place.call_length = (int)((arrow ? arrow : end) - place.call);
	if (!arrow)
		return place;
	place.route = arrow;
	place.route_length = (int)(last - arrow);
	place.owner = last + 4;
	const char *dot = path_member(place.owner);
	place.owner_length = (int)((dot ? dot : end) - place.owner);
	if (dot)
		place.member = dot + 1;
	return place;
}

/* Findings of one group have the same heading: everything but the member. */
static size_t heading_length(const struct hm_finding *finding)
{
	struct place place = parse_place(finding);
	if (!place.owner_length)
		return strlen(finding->path);
	return (size_t)(place.owner + place.owner_length - finding->path);
}

/* -------------------------------------------------------------------- grouping */

struct grouped {
	uint32_t first, number;
};

static int grouped_compare(const void *a, const void *b)
{
	const struct grouped *left = a, *right = b;
	if (left->first != right->first)
		return left->first < right->first ? -1 : 1;
	return left->number < right->number ? -1 : left->number > right->number;
}

static bool same_heading(const struct report *report, uint32_t a, uint32_t b)
{
	const struct hm_finding *left = &report->findings.data[a];
	const struct hm_finding *right = &report->findings.data[b];
	size_t length = heading_length(left);
	return strcmp(left->symbol, right->symbol) == 0 &&
	       heading_length(right) == length &&
	       memcmp(left->path, right->path, length) == 0;
}

/* What has one reason stands together, wherever it is. */
static bool same_group(const void *context, uint32_t value, const void *key)
{
	const struct report *report = context;
	uint32_t number = *(const uint32_t *)key;
	const char *have = report->remarks.data[value].reason;
	const char *want = report->remarks.data[number].reason;
	if (have && want)
		return strcmp(have, want) == 0;
	return !have && !want && same_heading(report, value, number);
}

static uint64_t group_hash(const struct report *report, uint32_t number)
{
	const struct hm_finding *finding = &report->findings.data[number];
	const char *reason = report->remarks.data[number].reason;
	return reason ? hash_bytes(index_key(), reason, strlen(reason))
		      : hash_bytes(index_key(), finding->path, heading_length(finding));
}

static bool is_shown(const struct hm_finding *finding, bool breaks)
{
	return (finding->severity == HM_BREAK) == breaks;
}

/* Adds the breaks, or all others, in the order of the first of each place. */
static struct hm_error *add_order(struct rendering *rendering, bool breaks)
{
	const struct report *report = rendering->report;
	SCOPED(index_deinit) struct index index = { 0 };
	SCOPED_FREE struct grouped *list =
		malloc((report->findings.count + 1) * sizeof(*list));
	size_t count = 0;
	if (!list)
		return error_nomem();
	for (uint32_t i = 0; i < report->findings.count; i++) {
		if (!is_shown(&report->findings.data[i], breaks))
			continue;
		uint64_t hash = group_hash(report, i);
		uint32_t first = index_find(&index, hash, same_group, report, &i);
		if (first == INDEX_NONE) {
			first = i;
			if (!index_add(&index, hash, i))
				return error_nomem();
		}
		list[count++] = (struct grouped){ first, i };
	}
	qsort(list, count, sizeof(*list), grouped_compare);
	for (size_t i = 0; i < count; i++)
		if (!vector_push(&rendering->order, list[i].number))
			return error_nomem();
	return NULL;
}

/* -------------------------------------------------------------------- findings */

static const char *severity_prefix(const struct hm_finding *finding)
{
	return finding->severity == HM_BREAK	 ? ""
	       : finding->severity == HM_WARNING ? "warning: "
						 : "note: ";
}

/* "(arg 2)(arg 1)": of a function that is the second argument, the first. */
static void append_call(struct rendering *rendering, const struct place *place)
{
	const char *call = place->call, *end = call + place->call_length, *whose = "";
	while (call < end) {
		unsigned number;
		int length = 0;
		if (sscanf(call, "(arg %u)%n", &number, &length) == 1 && length)
			append(rendering, ", %sargument %u", whose, number);
		else if (strncmp(call, "(result)", 8) == 0 && (length = 8))
			append(rendering, ", %sresult", whose);
		else
			break;
		call += length;
		whose = "its ";
	}
	append(rendering, "%.*s", (int)(end - call), call);
}

static void append_heading(struct rendering *rendering, const struct hm_finding *finding)
{
	struct place place = parse_place(finding);
	const char *whole = rendering->options->diff ? "the new file" : "the plugin";
	append(rendering, "\n  %s", *finding->symbol ? finding->symbol : whole);
	append_call(rendering, &place);
	append(rendering, "%.*s", place.route_length, place.route);
	if (place.owner_length)
		append(rendering, ": %.*s%s", place.owner_length, place.owner,
		       strcmp(finding->rule, rule_id(RULE_OPAQUE)) == 0 ? ""
									: " differs");
}

/* The consumer is the plugin, unless the plugin provides. */
static bool plugin_provides(const struct rendering *rendering,
			    const struct hm_finding *finding)
{
	const char *plugin = rendering->options->plugin;
	size_t length = strlen(finding->provider);
	if (rendering->options->diff || !length || !plugin)
		return false;
	return strncmp(plugin, finding->provider, length) == 0 &&
	       (!plugin[length] || strncmp(plugin + length, " (", 2) == 0);
}

/* Rules whose message says more than the two sides do. */
static bool message_says_more(const struct hm_finding *finding)
{
	static const enum rule rules[] = { RULE_SYMBOL_MISSING, RULE_SYMBOL_VERSION,
					   RULE_SYMBOL_KIND,	RULE_SYMBOL_INTERPOSED,
					   RULE_UNTYPED,	RULE_OPAQUE,
					   RULE_RETURN_TYPE,	RULE_RETURN_IGNORED,
					   RULE_NORETURN,	RULE_UNPROTOTYPED,
					   RULE_SONAME,		RULE_TOOLCHAIN_EXACT,
					   RULE_TOOLCHAIN_ABI,	RULE_PACKAGE };
	for (size_t i = 0; i < sizeof(rules) / sizeof(*rules); i++)
		if (strcmp(finding->rule, rule_id(rules[i])) == 0)
			return true;
	return !*finding->expected || !*finding->actual;
}

static void append_sides(struct rendering *rendering, const struct hm_finding *finding,
			 const char *label)
{
	bool swapped = plugin_provides(rendering, finding);
	bool diff = rendering->options->diff;
	append(rendering, "%-12s  %s: %-20s  %s: %s", label, diff ? "old" : "plugin",
	       swapped ? finding->actual : finding->expected, diff ? "new" : "host",
	       swapped ? finding->expected : finding->actual);
}

static void append_block(struct rendering *rendering, const char *text)
{
	while (text && *text) {
		const char *end = strchrnul(text, '\n');
		append(rendering, "\n      %.*s", (int)(end - text), text);
		text = *end ? end + 1 : end;
	}
}

static void append_finding(struct rendering *rendering, uint32_t number)
{
	const struct report *report = rendering->report;
	const struct hm_finding *finding = &report->findings.data[number];
	struct place place = parse_place(finding);
	append(rendering, "\n    %s", severity_prefix(finding));
	if (message_says_more(finding)) {
		append(rendering, "%s", finding->message);
	} else if (*place.member) {
		SCOPED_FREE char *label = NULL;
		if (asprintf(&label, ".%s", place.member) < 0)
			label = NULL;
		append_sides(rendering, finding, label ? label : place.member);
	} else {
		append_sides(rendering, finding, finding->rule);
	}
	append(rendering, "  [%s]", finding->rule);
	append_block(rendering, report->remarks.data[number].detail);
}

/* One finding, or a crowd; returns how many that were. */
static size_t append_next(struct rendering *rendering, size_t at)
{
	const struct report *report = rendering->report;
	const uint32_t *numbers = rendering->order.data + at;
	size_t alike = crowd_count(report, numbers, rendering->order.count - at);
	if (alike >= CROWD_MIN) {
		crowd_append(report, numbers, alike, rendering->out);
		return alike;
	}
	const struct hm_finding *finding = &report->findings.data[numbers[0]];
	if (!at || !same_heading(report, numbers[-1], numbers[0]))
		append_heading(rendering, finding);
	append_finding(rendering, numbers[0]);
	return 1;
}

static struct hm_error *append_findings(struct rendering *rendering)
{
	size_t at = 0, count = rendering->order.count;
	for (size_t shown = 0; at < count && shown < SHOWN_MAX; shown++)
		at += append_next(rendering, at);
	if (at == count)
		return NULL;
	return render_rest(rendering->report, rendering->order.data + at, count - at,
			   rendering->out);
}

/* ---------------------------------------------------------------------- report */

static void append_headline(struct rendering *rendering, bool breaks)
{
	const char *plugin =
		rendering->options->plugin ? rendering->options->plugin : "this plugin";
	const char *host =
		rendering->options->host ? rendering->options->host : "this host";
	if (rendering->options->diff)
		append(rendering, "what was built against %s %s with %s", plugin,
		       breaks ? "does not run" : "runs", host);
	else
		append(rendering, "%s %s %s", plugin, breaks ? "does not fit" : "fits",
		       host);
	if (!breaks && rendering->order.count)
		append(rendering, ", with %zu remark%s", rendering->order.count,
		       rendering->order.count == 1 ? "" : "s");
}

/* Nothing that both sides have differs. */
static bool is_all_missing(const struct rendering *rendering)
{
	vector_for_each (finding, &rendering->report->findings)
		if (finding->severity == HM_BREAK &&
		    strcmp(finding->rule, rule_id(RULE_SYMBOL_MISSING)) != 0)
			return false;
	return true;
}

static void append_advice(struct rendering *rendering)
{
	const struct report *report = rendering->report;
	if (!report->broken)
		return;
	bool diff = rendering->options->diff, missing = is_all_missing(rendering);
	append(rendering, "\n  %zu of %zu %s symbol%s %s %s; %s", report->broken,
	       report->compared, diff ? "provided" : "required",
	       report->compared == 1 ? "" : "s", report->broken == 1 ? "is" : "are",
	       missing ? "missing" : "incompatible",
	       diff	 ? "rebuild what uses them"
	       : missing ? "the plugin may be built for a newer host, or for another one"
			 : "rebuild the plugin against the headers of this host");
}

static void rendering_deinit(struct rendering *rendering)
{
	vector_deinit(&rendering->order);
}

struct hm_error *render_report(const struct report *report,
			       const struct render_options *options, struct buffer *ret)
{
	SCOPED(rendering_deinit)
	struct rendering rendering = { .report = report, .options = options, .out = ret };
	bool breaks = report_verdict(report) == VERDICT_INCOMPATIBLE;
	TRY(add_order(&rendering, true));
	if (!options->breaks_only)
		TRY(add_order(&rendering, false));
	append_headline(&rendering, breaks);
	TRY(append_findings(&rendering));
	if (breaks)
		append_advice(&rendering);
	return ret->failed ? error_nomem() : NULL;
}
