// SPDX-License-Identifier: BSD-3-Clause

/* hallmark diff: whether what was built against one file still runs with another. */

#include "base/error.h"
#include "base/scope.h"
#include "tools/command.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/report_json.h"
#include "tools/report_text.h"
#include "tools/subject.h"
#include "verify/verify.h"

enum {
	OPTION_JSON = OPTION_LONG,
	OPTION_DEBUG_DIR,
};

static const struct option options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "debug-dir", required_argument, NULL, OPTION_DEBUG_DIR },
	COMMAND_COMMON_OPTIONS,
};

static struct hm_error *print_report(const struct subject *old, const struct subject *new,
				     const struct report *report, bool json)
{
	if (json)
		return json_print(report_json(new->path, report));
	return report_text_diff(old, new, report);
}

/* On failure `culprit` is the file that the error concerns. */
static struct hm_error *compare(char **files, const struct subject_options *subject,
				bool json, const char **culprit, enum status *ret)
{
	SCOPED(subject_deinit) struct subject old = { 0 };
	SCOPED(subject_deinit) struct subject new = { 0 };
	SCOPED(report_deinit) struct report report = { 0 };
	*culprit = files[0];
	TRY(subject_open(&old, files[0], subject));
	*culprit = files[1];
	TRY(subject_open(&new, files[1], subject));
	struct party before = subject_party(&old), after = subject_party(&new);
	TRY(verify_diff(&before, &after, &report));
	TRY(print_report(&old, &new, &report, json));
	bool broken = report_verdict(&report) == VERDICT_INCOMPATIBLE;
	*ret = broken ? STATUS_INCOMPATIBLE : STATUS_OK;
	return NULL;
}

/* Takes the error. */
static enum status report_unknown(const char *new, const char *culprit,
				  struct hm_error *error, bool json)
{
	SCOPED_FREE char *cause = message_text(culprit, error);
	if (json)
		hm_error_free(json_print(report_json_unknown(new, cause ? cause : "")));
	message_error(culprit, error);
	return STATUS_UNKNOWN;
}

static enum status run(struct command_line *line)
{
	struct subject_options subject = { .source = SUBJECT_EITHER,
					   .role = ROLE_LIBRARY };
	bool json = false;
	int option, count;
	while ((option = command_option(line)) >= 0) {
		if (option == OPTION_JSON)
			json = true;
		else
			subject.debug_dir = optarg;
	}
	if (option == OPTION_STOP)
		return line->status;
	char **files = command_operands(line, &count);
	if (count != 2)
		return command_misused(line, "diff: it takes two files, OLD and NEW");
	const char *culprit = files[0];
	enum status status = STATUS_OK;
	struct hm_error *error = compare(files, &subject, json, &culprit, &status);
	return error ? report_unknown(files[1], culprit, error, json) : status;
}

const struct command command_diff = {
	.name = "diff",
	.summary = "say whether what was built against OLD still runs with NEW",
	.usage = "diff [OPTION]... OLD NEW",
	.help = "\n"
		"Compares each symbol that OLD provides with what NEW has under that "
		"name.\n"
		"Added symbols are fine. A file without a stamp is read by its debug "
		"information.\n"
		"\n"
		"  --json            for programs\n"
		"  --debug-dir DIR   look here first for separate debug files\n"
		"  -h, --help, -V, --version\n"
		"\n"
		"Exit status: 0 it does; 1 it does not; 2 could not tell.\n",
	.short_options = "hV",
	.long_options = options,
	.run = run,
};
