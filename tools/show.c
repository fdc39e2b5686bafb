// SPDX-License-Identifier: BSD-3-Clause

/* hallmark show: prints a stamp, or says whether it is stale. */

#include "base/scope.h"
#include "notes/detached.h"
#include "tools/command.h"
#include "tools/freshness.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/show_json.h"
#include "tools/show_text.h"
#include "tools/subject.h"

enum {
	OPTION_JSON = OPTION_LONG,
	OPTION_DERIVE,
	OPTION_CHECK,
	OPTION_STAMP_ONLY,
	OPTION_DEBUG_DIR,
};

static const struct option options[] = {
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "derive", no_argument, NULL, OPTION_DERIVE },
	{ "check", no_argument, NULL, OPTION_CHECK },
	{ "stamp-only", no_argument, NULL, OPTION_STAMP_ONLY },
	{ "output", required_argument, NULL, 'o' },
	{ "debug-dir", required_argument, NULL, OPTION_DEBUG_DIR },
	COMMAND_COMMON_OPTIONS,
};

struct request {
	struct subject_options subject;
	bool json, check, stamp_only;
	/* With --stamp-only. */
	const char *output;
};

/* Where the stamp stands, in words. */
static struct hm_error *find_form(const struct subject *subject, const char **ret)
{
	struct note_place place;
	*ret = "derived from debug information";
	if (subject->derived)
		return NULL;
	*ret = "alone";
	if (subject->stamp.origin.file)
		return NULL;
	struct hm_error *error = image_find_note(&subject->image, &place);
	if (error)
		return error;
	*ret = place.linked ? "linked in" : "section";
	free(place.desc);
	return NULL;
}

static struct hm_error *print(const struct request *request,
			      const struct subject *subject)
{
	const char *form;
	struct hm_error *error = find_form(subject, &form);
	if (error)
		return error;
	if (request->json)
		return json_print(show_json(subject, form));
	return show_text(subject, form);
}

static struct hm_error *print_freshness(const struct request *request,
					const struct subject *subject, enum status *ret)
{
	SCOPED(freshness_deinit) struct freshness freshness = { 0 };
	struct hm_error *error =
		freshness_check(subject, request->subject.debug_dir, &freshness);
	if (error)
		return error;
	*ret = freshness.stale ? STATUS_INCOMPATIBLE : STATUS_OK;
	if (request->json)
		return json_print(freshness_json(subject->path, &freshness));
	freshness_print(subject->path, &freshness);
	return NULL;
}

static struct hm_error *write_alone(const struct request *request,
				    struct subject *subject)
{
	struct hm_error *error =
		subject_check_output(subject->path, "--output", request->output);
	if (error)
		return error;
	return detached_write(&subject->image, &subject->stamp, request->output);
}

static struct hm_error *show(const struct request *request, const char *file,
			     enum status *ret)
{
	SCOPED(subject_deinit) struct subject subject = { 0 };
	struct hm_error *error = subject_open(&subject, file, &request->subject);
	if (error)
		return error;
	if (request->check)
		return print_freshness(request, &subject, ret);
	if (request->stamp_only)
		return write_alone(request, &subject);
	return print(request, &subject);
}

static void take_option(struct request *request, int option, const char *value)
{
	switch (option) {
	case OPTION_JSON:
		request->json = true;
		break;
	case OPTION_DERIVE:
		request->subject.source = SUBJECT_DERIVED;
		break;
	case OPTION_CHECK:
		request->check = true;
		break;
	case OPTION_STAMP_ONLY:
		request->stamp_only = true;
		break;
	case 'o':
		request->output = value;
		break;
	default:
		request->subject.debug_dir = value;
	}
}

static enum status run(struct command_line *line)
{
	struct request request = { .subject.role = ROLE_COUNT };
	int option, count;
	while ((option = command_option(line)) >= 0)
		take_option(&request, option, optarg);
	if (option == OPTION_STOP)
		return line->status;
	char **files = command_operands(line, &count);
	if (count != 1)
		return command_misused(line, "show: it takes one file");
	if (request.check && request.subject.source == SUBJECT_DERIVED)
		return command_misused(line, "show: --check or --derive, not both");
	if (request.stamp_only && (request.check || request.json))
		return command_misused(line, "show: --stamp-only prints nothing");
	if (request.stamp_only != (request.output != NULL))
		return command_misused(line, "show: --stamp-only and -o go together");
	enum status status = STATUS_OK;
	struct hm_error *error = show(&request, files[0], &status);
	if (!error)
		return status;
	message_error(files[0], error);
	return STATUS_UNKNOWN;
}

const struct command command_show = {
	.name = "show",
	.summary = "print the stamp of a file, or say whether it is stale",
	.usage = "show [--derive | --check] [OPTION]... FILE\n"
		 "show --stamp-only -o OUT [OPTION]... FILE",
	.help = "\n"
		"Prints the stamp of FILE: role, package, toolchain, policy, and the "
		"symbols that\n"
		"it provides, requires and expects with their types.\n"
		"\n"
		"  --json            all of it, for programs, with every type and hash\n"
		"  --derive          print the stamp that FILE would get from its debug\n"
		"                    information, whether it has one or not\n"
		"  --check           derive the stamp again and say whether the one in "
		"FILE is\n"
		"                    stale: made before its objects were compiled anew\n"
		"  --stamp-only      write the stamp alone to OUT, for `verify "
		"--host OUT` and\n"
		"                    `stamp --against OUT` where FILE is not at hand\n"
		"  -o, --output OUT  what --stamp-only writes\n"
		"  --debug-dir DIR   look here first for separate debug files\n"
		"  -h, --help, -V, --version\n"
		"\n"
		"Exit status: 0 done, or fresh; 1 stale; 2 no stamp, or could not "
		"tell.\n",
	.short_options = "ho:V",
	.long_options = options,
	.run = run,
};
