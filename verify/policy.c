// SPDX-License-Identifier: BSD-3-Clause
#include "verify/policy.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"

#include <fnmatch.h>
#include <string.h>

static bool is_accepted(const struct policy *policy, const char *package)
{
	if (!policy->accept.count)
		return true;
	vector_for_each (pattern, &policy->accept)
		if (fnmatch(*pattern, package, 0) == 0)
			return true;
	return false;
}

static void append_patterns(const struct policy *policy, struct buffer *buffer)
{
	vector_for_each (pattern, &policy->accept) {
		if (buffer->size)
			buffer_bytes(buffer, ", ", 2);
		buffer_bytes(buffer, *pattern, strlen(*pattern));
	}
	buffer_u8(buffer, 0);
}

struct hm_error *policy_check_package(const struct policy *policy,
				      const struct party *plugin, const char *host,
				      struct report *report)
{
	const char *package = plugin->stamp->package ? plugin->stamp->package : "";
	if (is_accepted(policy, package))
		return NULL;
	SCOPED(buffer_deinit) struct buffer patterns = { 0 };
	append_patterns(policy, &patterns);
	if (patterns.failed)
		return error_nomem();
	SCOPED_FREE char *message = NULL;
	if (asprintf(&message, "package \"%s\" is not one that %s accepts: %s", package,
		     host, (const char *)patterns.data) < 0) {
		message = NULL;
		return error_nomem();
	}
	return report_add(report, &(struct finding_draft){
					  .rule = RULE_PACKAGE,
					  .severity = HM_BREAK,
					  .expected = (const char *)patterns.data,
					  .actual = package,
					  .provider = plugin->name,
					  .message = message,
				  });
}

bool policy_breaks(const struct policy *policy, enum hm_severity severity)
{
	return severity == HM_BREAK || (severity == HM_WARNING && policy->deny_warnings);
}

static bool is_denied(const struct policy *policy, const struct hm_finding *finding)
{
	if (policy_breaks(policy, finding->severity))
		return true;
	return policy->deny_untyped && strcmp(finding->rule, rule_id(RULE_UNTYPED)) == 0;
}

bool policy_raise(const struct policy *policy, struct report *report, size_t first)
{
	bool broken = false;
	for (size_t i = first; i < report->findings.count; i++) {
		struct hm_finding *finding = &report->findings.data[i];
		if (!is_denied(policy, finding))
			continue;
		finding->severity = HM_BREAK;
		broken = true;
	}
	return broken;
}
