// SPDX-License-Identifier: BSD-3-Clause
#include "tools/report_text.h"

#include "base/error.h"
#include "base/scope.h"
#include "tools/text.h"
#include "verify/render.h"

/* "spell.so (example.org/editor/spell)"; NULL when memory runs out. */
static char *file_and_package(const struct subject *subject)
{
	char *text;
	if (asprintf(&text, "%s (%s)", subject_name(subject), subject->stamp.package) < 0)
		return NULL;
	return text;
}

/* What no file at hand could decide is named, not hidden. */
static void print_undecided(const struct report *report)
{
	if (!report->undecided.count)
		return;
	printf("  not checked, since no --host given defines %s:",
	       report->undecided.count == 1 ? "it" : "them");
	for (size_t i = 0; i < report->undecided.count; i++) {
		fputs(i ? ", " : " ", stdout);
		text_print(stdout, report->undecided.data[i]);
	}
	putchar('\n');
}

/* A program exports nothing unless it is told to: then "it runs" says little. */
static void print_nothing(const struct subject *old)
{
	if (old->stamp.provides.count)
		return;
	fputs("  nothing to compare: ", stdout);
	text_print(stdout, old->path);
	fputs(" provides no symbols (a program exports those for its plugins with "
	      "-rdynamic)\n",
	      stdout);
}

static struct hm_error *print(const struct render_options *options,
			      const struct report *report)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	TRY(render_report(report, options, &text));
	if (text.failed)
		return error_nomem();
	text_print_lines(stdout, (const char *)text.data, text.size);
	print_undecided(report);
	return NULL;
}

struct hm_error *report_text_verify(const struct subject *plugin,
				    const struct subject *host,
				    const struct report *report)
{
	SCOPED_FREE char *plugin_name = file_and_package(plugin);
	SCOPED_FREE char *host_name = file_and_package(host);
	if (!plugin_name || !host_name)
		return error_nomem();
	const struct render_options options = { .plugin = plugin_name,
						.host = host_name };
	return print(&options, report);
}

struct hm_error *report_text_diff(const struct subject *old, const struct subject *new,
				  const struct report *report)
{
	const struct render_options options = {
		.plugin = old->path,
		.host = new->path,
		.diff = true,
	};
	TRY(print(&options, report));
	print_nothing(old);
	return NULL;
}
