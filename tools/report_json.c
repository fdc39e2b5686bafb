// SPDX-License-Identifier: BSD-3-Clause
#include "tools/report_json.h"

#include "base/scope.h"
#include "tools/json.h"

static json_t *finding_json(const struct hm_finding *finding)
{
	SCOPED_JSON json_t *object = json_object();
	if (json_put_text(object, "rule", finding->rule) &&
	    json_put_text(object, "severity", severity_name(finding->severity)) &&
	    json_put_text(object, "symbol", finding->symbol) &&
	    json_put_text(object, "path", finding->path) &&
	    json_put_text(object, "expected", finding->expected) &&
	    json_put_text(object, "actual", finding->actual) &&
	    json_put_text(object, "provider", finding->provider) &&
	    json_put_text(object, "message", finding->message))
		return TAKE(object);
	return NULL;
}

static json_t *findings_json(const struct report *report)
{
	SCOPED_JSON json_t *array = json_array();
	for (size_t i = 0; i < report->findings.count; i++) {
		json_t *finding = finding_json(&report->findings.data[i]);
		if (!json_append(array, finding))
			return NULL;
	}
	return TAKE(array);
}

static json_t *undecided_json(const struct report *report)
{
	SCOPED_JSON json_t *array = json_array();
	for (size_t i = 0; i < report->undecided.count; i++) {
		if (!json_append(array, json_text(report->undecided.data[i])))
			return NULL;
	}
	return TAKE(array);
}

json_t *report_json(const char *file, const struct report *report)
{
	SCOPED_JSON json_t *object = json_object();
	const char *verdict = verdict_name(report_verdict(report));
	if (json_put_text(object, "file", file) &&
	    json_put_text(object, "verdict", verdict) &&
	    json_put(object, "findings", findings_json(report)) &&
	    json_put_number(object, "compared", report->compared) &&
	    json_put_number(object, "broken", report->broken) &&
	    json_put(object, "undecided", undecided_json(report)))
		return TAKE(object);
	return NULL;
}

json_t *report_json_unknown(const char *file, const char *cause)
{
	SCOPED_JSON json_t *object = json_object();
	if (json_put_text(object, "file", file) &&
	    json_put_text(object, "verdict", "unknown") &&
	    json_put_text(object, "error", cause) &&
	    json_put(object, "findings", json_array()))
		return TAKE(object);
	return NULL;
}
