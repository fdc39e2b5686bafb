// SPDX-License-Identifier: BSD-3-Clause

/* hallmark verify: whether plugins fit a host, and why not. */

#include "verify/verify.h"

#include "base/error.h"
#include "base/scope.h"
#include "tools/command.h"
#include "tools/hosts.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/report_json.h"
#include "tools/report_text.h"
#include "verify/promises.h"

enum {
	OPTION_HOST = OPTION_LONG,
	OPTION_JSON,
	OPTION_DERIVE,
	OPTION_DEBUG_DIR,
};

static const struct option options[] = {
	{ "host", required_argument, NULL, OPTION_HOST },
	{ "json", no_argument, NULL, OPTION_JSON },
	{ "derive", no_argument, NULL, OPTION_DERIVE },
	{ "debug-dir", required_argument, NULL, OPTION_DEBUG_DIR },
	COMMAND_COMMON_OPTIONS,
};

struct request {
	struct hosts hosts;
	struct subject_options subject;
	bool json;
	/* With JSON: one value a plugin. */
	json_t *results;
};

static void request_deinit(struct request *request)
{
	hosts_deinit(&request->hosts);
	json_decref(request->results);
}

static enum status worse(enum status a, enum status b)
{
	return a > b ? a : b;
}

/* Reports that no verdict could be had for a plugin. Takes the error. */
static enum status report_unknown(struct request *request, const char *plugin,
				  const char *culprit, struct hm_error *error)
{
	SCOPED_FREE char *cause = message_text(culprit, error);
	if (request->json)
		json_append(request->results,
			    report_json_unknown(plugin, cause ? cause : "out of memory"));
	message_error(culprit, error);
	return STATUS_UNKNOWN;
}

static struct hm_error *print_report(struct request *request,
				     const struct subject *plugin,
				     const struct report *report)
{
	if (!request->json)
		return report_text_verify(plugin, &request->hosts.subjects.data[0],
					  report);
	json_t *result = report_json(plugin->path, report);
	return json_append(request->results, result) ? NULL : error_nomem();
}

/* A host seldom fails to fit a plugin: taken for each other, they get a good verdict. */
static void warn_exchanged(const struct subject *host, const struct subject *plugin)
{
	if (host->stamp.role == ROLE_PLUGIN && plugin->stamp.role == ROLE_HOST)
		message_warning(plugin->path,
				"it is stamped as a host, and %s, given with --host, as "
				"a plugin",
				host->path);
}

/* As hm_open() says in that program, if no library of it is stamped as a host. */
static void warn_no_host(const struct subject *host)
{
	if (host->stamp.role == ROLE_PLUGIN && host->image.type == IMAGE_EXECUTABLE)
		message_warning(host->path,
				"it is a program that is stamped as a plugin; "
				"stamp it with --role host");
}

/* What hm_open() would refuse before it compares. A stamp alone has no file to ask. */
static struct hm_error *check_promises(const struct subject *plugin)
{
	if (plugin->image.type != IMAGE_SHARED)
		return NULL;
	TRY(promises_check_symbols(&plugin->stamp, &plugin->image));
	return promises_check_entries(&plugin->stamp, plugin->path);
}

static struct hm_error *verify_file(struct request *request, const char *path,
				    enum status *ret)
{
	SCOPED(subject_deinit) struct subject plugin = { 0 };
	SCOPED(report_deinit) struct report report = { 0 };
	request->subject.role = ROLE_PLUGIN;
	TRY(subject_open(&plugin, path, &request->subject));
	warn_exchanged(&request->hosts.subjects.data[0], &plugin);
	TRY(check_promises(&plugin));
	TRY(hosts_verify(&request->hosts, &plugin, &report));
	TRY(print_report(request, &plugin, &report));
	bool broken = report_verdict(&report) == VERDICT_INCOMPATIBLE;
	*ret = broken ? STATUS_INCOMPATIBLE : STATUS_OK;
	return NULL;
}

static enum status verify_files(struct request *request, char **plugins)
{
	enum status status = STATUS_OK;
	for (char **plugin = plugins; *plugin; plugin++) {
		enum status one;
		if (!request->json && plugin > plugins)
			putchar('\n');
		struct hm_error *error = verify_file(request, *plugin, &one);
		if (error)
			one = report_unknown(request, *plugin, *plugin, error);
		status = worse(status, one);
	}
	return status;
}

/* Without its host nothing can be said of any plugin; the cause is told once. */
static enum status refuse_all(struct request *request, char **plugins,
			      const char *culprit, struct hm_error *error)
{
	SCOPED_FREE char *cause = message_text(culprit, error);
	message_error(culprit, error);
	for (char **plugin = plugins; request->json && *plugin; plugin++)
		json_append(request->results,
			    report_json_unknown(*plugin, cause ? cause : ""));
	return STATUS_UNKNOWN;
}

static enum status print_results(struct request *request, enum status status)
{
	bool single = json_array_size(request->results) == 1;
	json_t *value = request->results;
	if (single)
		value = json_array_get(value, 0);
	struct hm_error *error = json_print(json_incref(value));
	if (!error)
		return status;
	message_error(NULL, error);
	return STATUS_UNKNOWN;
}

static enum status run_request(struct request *request, char **plugins)
{
	const char *culprit = NULL;
	enum status status;
	struct hm_error *error = hosts_open(&request->hosts, &request->subject, &culprit);
	if (error) {
		status = refuse_all(request, plugins, culprit, error);
	} else {
		warn_no_host(&request->hosts.subjects.data[0]);
		status = verify_files(request, plugins);
	}
	return request->json ? print_results(request, status) : status;
}

static bool take_option(struct request *request, int option, const char *value)
{
	switch (option) {
	case OPTION_HOST:
		return hosts_add(&request->hosts, value);
	case OPTION_JSON:
		request->json = true;
		return (request->results = request->results ?: json_array());
	case OPTION_DERIVE:
		request->subject.source = SUBJECT_EITHER;
		return true;
	default:
		request->subject.debug_dir = value;
		return true;
	}
}

static enum status run(struct command_line *line)
{
	SCOPED(request_deinit) struct request request = { 0 };
	int option, count;
	while ((option = command_option(line)) >= 0) {
		if (!take_option(&request, option, optarg)) {
			message_plain("out of memory");
			return STATUS_UNKNOWN;
		}
	}
	if (option == OPTION_STOP)
		return line->status;
	char **plugins = command_operands(line, &count);
	if (!request.hosts.paths.count)
		return command_misused(line, "verify: which host? Name it with --host");
	if (!count)
		return command_misused(line, "verify: which plugin?");
	return run_request(&request, plugins);
}

const struct command command_verify = {
	.name = "verify",
	.summary = "say whether plugins fit a host, and why not",
	.usage = "verify --host HOST [--host LIB]... [OPTION]... PLUGIN...",
	.help = "\n"
		"Compares the stamps of each PLUGIN and of the HOST; nothing of them "
		"runs. The\n"
		"verdict is the one that hm_open() would give: exact, compatible or\n"
		"incompatible, with every reason for it.\n"
		"\n"
		"  --host FILE       the host, or its stamp alone; further ones are "
		"the stamped\n"
		"                    libraries that it is linked to, in that order, and "
		"plugins\n"
		"                    that it opens globally before\n"
		"  --json            for programs: an object, or an array for several "
		"plugins\n"
		"  --derive          of a file without a stamp, read the debug "
		"information\n"
		"  --debug-dir DIR   look here first for separate debug files\n"
		"  -h, --help, -V, --version\n"
		"\n"
		"Exit status: 0 all fit; 1 one does not; 2 could not tell of one.\n",
	.short_options = "hV",
	.long_options = options,
	.run = run,
};
