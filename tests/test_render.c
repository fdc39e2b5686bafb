// SPDX-License-Identifier: BSD-3-Clause
#include "verify/render.h"

#include "base/scope.h"
#include "tests/graph_compare.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

static const struct render_options plugin_options = {
	.plugin = "spell.so (example.org/editor/spell)",
	.host = "this host (example.org/editor)",
};

static void compare(const char *consumer, const char *provider, struct report *report)
{
	free(graph_compare(consumer, provider, report));
}

static char *render(const struct report *report, const struct render_options *options)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	CU_ASSERT_PTR_NULL(render_report(report, options, &text));
	buffer_u8(&text, '\0');
	return (char *)TAKE(text.data);
}

static void check(const struct report *report, const struct render_options *options,
		  const char *expected)
{
	SCOPED_FREE char *text = render(report, options);
	CU_ASSERT_FATAL(text != NULL);
	CU_ASSERT_STRING_EQUAL(text, expected);
	if (strcmp(text, expected) != 0)
		printf("# found:\n%s\n", text);
}

static void test_render_report_rejection(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	compare("struct config { long level, width; long limit; };"
		"int host_log(const struct config *);",
		"struct config { long level, width; long mode; long limit; };"
		"int host_log(const struct config *);",
		&report);
	report.compared = 14;
	report.broken = 1;
	check(&report, &plugin_options,
	      "spell.so (example.org/editor/spell) does not fit this host "
	      "(example.org/editor)\n"
	      "  host_log, argument 1: struct config differs\n"
	      "    size          plugin: 24 bytes              host: 32 bytes  [size]\n"
	      "    .mode         plugin: no such member        host: 8 bytes at 16  "
	      "[member-added]\n"
	      "      consumer                             | provider\n"
	      "      struct config: 24 bytes              | struct config: 32 bytes\n"
	      "          0  int64_t level                 |     0  int64_t level\n"
	      "          8  int64_t width                 |     8  int64_t width\n"
	      "                                           |    16  int64_t mode         "
	      "         <- inserted\n"
	      "         16  int64_t limit                 |    24  int64_t limit        "
	      "         <- moved\n"
	      "    .limit        plugin: 8 bytes at 16         host: 8 bytes at 24  "
	      "[member-moved]\n"
	      "      (mode was inserted before it)\n"
	      "  1 of 14 required symbols is incompatible; rebuild the plugin against "
	      "the "
	      "headers of this host");
}

static void test_render_report_exact(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	check(&report, &plugin_options,
	      "spell.so (example.org/editor/spell) fits this host (example.org/editor)");
}

static void test_render_report_remarks(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	compare("void f(int *); struct s; void g(struct s *);",
		"void f(const int *); struct s { int a; }; void g(struct s *);", &report);
	check(&report, &plugin_options,
	      "spell.so (example.org/editor/spell) fits this host (example.org/editor), "
	      "with 2 remarks\n"
	      "  f, argument 1\n"
	      "    note: qualifier     plugin: int                   host: const int  "
	      "[qualifier]\n"
	      "  g, argument 1: struct s\n"
	      "    note: struct s is known to the provider only  [opaque]");
}

static void test_render_report_breaks_only(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	compare("void f(int *); void g(int);", "void f(const int *); void g(long);",
		&report);
	struct render_options options = plugin_options;
	options.breaks_only = true;
	SCOPED_FREE char *text = render(&report, &options);
	CU_ASSERT_PTR_NULL(strstr(text, "qualifier"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "[size]"));
}

/* What a host expects of a plugin: the sides are the other way round. */
static void test_render_report_plugin_provides(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	const struct finding_draft draft = {
		.rule = RULE_PARAMETER_COUNT,
		.severity = HM_BREAK,
		.symbol = "plugin_run",
		.path = "plugin_run",
		.expected = "1 parameter",
		.actual = "2 parameters",
		.provider = "spell.so",
		.message = "another number of parameters",
	};
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	SCOPED_FREE char *text = render(&report, &plugin_options);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "plugin: 2 parameters"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "host: 1 parameter"));
}

static void test_render_report_diff(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	compare("void f(int);", "void f(long);", &report);
	report.compared = 2;
	report.broken = 1;
	const struct render_options options = { .plugin = "old.so",
						.host = "new.so",
						.diff = true };
	check(&report, &options,
	      "what was built against old.so does not run with new.so\n"
	      "  f, argument 1\n"
	      "    size          old: 4 bytes (int)         new: 8 bytes (int64_t)  "
	      "[size]\n"
	      "  1 of 2 provided symbols is incompatible; rebuild what uses them");
}

static void test_render_report_without_symbol(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	const struct finding_draft draft = {
		.rule = RULE_PACKAGE,
		.severity = HM_BREAK,
		.expected = "example.org/*",
		.actual = "example.com/other",
		.message =
			"package \"example.com/other\" is not one that the host accepts",
	};
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	check(&report, &plugin_options,
	      "spell.so (example.org/editor/spell) does not fit this host "
	      "(example.org/editor)\n"
	      "  the plugin\n"
	      "    package \"example.com/other\" is not one that the host accepts  "
	      "[package]");
}

static void test_render_report_many(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	for (unsigned i = 0; i < 1000; i++) {
		char symbol[16];
		snprintf(symbol, sizeof(symbol), "f%u", i);
		const struct finding_draft draft = {
			.rule = RULE_SYMBOL_KIND,
			.severity = HM_BREAK,
			.symbol = symbol,
			.path = symbol,
			.message = "another kind",
		};
		CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	}
	SCOPED_FREE char *text = render(&report, &plugin_options);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "... and 800 more findings, 800 of them breaks"));
	CU_ASSERT_PTR_NULL(strstr(text, "most are in"));
}

/* As absence_add_missing() does it: a weak reference is told of alone. */
static void add_missing(struct report *report, const char *subject, const char *behind,
			uint8_t severity)
{
	char symbol[16], reason[64], message[128];
	snprintf(symbol, sizeof(symbol), "%.*s", (int)strcspn(subject, " @"), subject);
	snprintf(reason, sizeof(reason), "is not provided by %s", behind);
	snprintf(message, sizeof(message), "%s %s", symbol, reason);
	const struct finding_draft draft = {
		.rule = RULE_SYMBOL_MISSING,
		.severity = severity,
		.symbol = symbol,
		.path = symbol,
		.message = message,
		.remark.subject = severity == HM_BREAK ? subject : NULL,
		.remark.reason = severity == HM_BREAK ? reason : NULL,
	};
	CU_ASSERT_PTR_NULL(report_add(report, &draft));
	report->compared = 5;
	report->broken += severity == HM_BREAK;
}

/* What is missing for one reason is told at once, whatever stands between. */
static void test_render_report_missing(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	add_missing(&report, "a", "ed; export it", HM_BREAK);
	add_missing(&report, "b@V1 (did you mean d?)", "ed; export it", HM_BREAK);
	add_missing(&report, "c", "ed; it is weak", HM_NOTE);
	add_missing(&report, "e", "spell.so; define it", HM_BREAK);
	add_missing(&report, "f", "ed; export it", HM_BREAK);
	check(&report, &plugin_options,
	      "spell.so (example.org/editor/spell) does not fit this host "
	      "(example.org/editor)\n"
	      "  3 symbols\n"
	      "    a, b@V1 (did you mean d?), f\n"
	      "    each is not provided by ed; export it  [symbol-missing]\n"
	      "  e\n"
	      "    e is not provided by spell.so; define it  [symbol-missing]\n"
	      "  c\n"
	      "    note: c is not provided by ed; it is weak  [symbol-missing]\n"
	      "  4 of 5 required symbols are missing; the plugin may be built for a "
	      "newer "
	      "host, or for another one");
}

static void test_render_report_missing_one(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	add_missing(&report, "a", "ed; export it", HM_BREAK);
	add_missing(&report, "b", "spell.so; define it", HM_BREAK);
	SCOPED_FREE char *text = render(&report, &plugin_options);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "    a is not provided by ed; export it"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "    b is not provided by spell.so; define"));
}

/* Many names are cut; what is behind them is still shown. */
static void test_render_report_missing_many(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	for (unsigned i = 0; i < 1000; i++) {
		char symbol[16];
		snprintf(symbol, sizeof(symbol), "function%u", i);
		add_missing(&report, symbol, "ed", HM_BREAK);
	}
	add_missing(&report, "entry", "spell.so", HM_BREAK);
	SCOPED_FREE char *text = render(&report, &plugin_options);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "function199,\n    and 800 more\n    each is "));
	CU_ASSERT_PTR_NULL(strstr(text, "function200"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "entry is not provided by spell.so"));
	for (const char *at = text; (at = strstr(at, "\n    function")); at++)
		CU_ASSERT(strcspn(at + 1, "\n") <= 90);
}

/* Where there are too many to be shown, the types that differ most. */
static void test_render_report_many_of_types(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	for (unsigned i = 0; i < 500; i++) {
		char type[16] = "{...}", path[64];
		if (i % 40 != 2 && i % 40 != 4)
			snprintf(type, sizeof(type), "s%u", i % 40 * (i < 490));
		int place = snprintf(path, sizeof(path), "f(arg 1)");
		snprintf(path + place, sizeof(path) - (size_t)place, " -> struct %s.m%u",
			 type, i);
		const struct finding_draft draft = {
			.rule = RULE_MEMBER_ADDED,
			.severity = i % 2 ? HM_BREAK : HM_NOTE,
			.symbol = "f",
			.path = path,
			.remark.place = (size_t)place,
			.message = "added",
		};
		CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	}
	SCOPED_FREE char *text = render(&report, &plugin_options);
	const char *rest = strstr(text, "... and 300 more findings, 50 of them breaks; "
					"most are in\n    struct {...}   ");
	CU_ASSERT_PTR_NOT_NULL_FATAL(rest);
	CU_ASSERT_PTR_NULL(strstr(rest, "struct s0."));
	CU_ASSERT_PTR_NOT_NULL(strstr(rest, "\n    struct s0   "));
	CU_ASSERT_PTR_NOT_NULL(strstr(rest, "    and 15 other types"));
}

/* What a callback is given, and what it gives. */
static void test_render_report_callbacks(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	compare("void f(int, int (*)(int));", "void f(int, int (*)(long));", &report);
	compare("int (*g(void))(void);", "long (*g(void))(void);", &report);
	SCOPED_FREE char *text = render(&report, &plugin_options);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  f, argument 2, its argument 1\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  g, result, its result\n"));
}

/* A member of a struct without tag, whose name in paths has dots of its own. */
static void test_render_report_anonymous_struct(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	compare("void f(struct { int a; } *);", "void f(struct { float a; } *);",
		&report);
	SCOPED_FREE char *text = render(&report, &plugin_options);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "f, argument 1: struct {...} differs\n"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "    .a  "));
}

static const struct test_case cases[] = {
	{ "render_report_rejection", test_render_report_rejection },
	{ "render_report_exact", test_render_report_exact },
	{ "render_report_remarks", test_render_report_remarks },
	{ "render_report_breaks_only", test_render_report_breaks_only },
	{ "render_report_plugin_provides", test_render_report_plugin_provides },
	{ "render_report_diff", test_render_report_diff },
	{ "render_report_without_symbol", test_render_report_without_symbol },
	{ "render_report_missing", test_render_report_missing },
	{ "render_report_missing_one", test_render_report_missing_one },
	{ "render_report_missing_many", test_render_report_missing_many },
	{ "render_report_many", test_render_report_many },
	{ "render_report_many_of_types", test_render_report_many_of_types },
	{ "render_report_callbacks", test_render_report_callbacks },
	{ "render_report_anonymous_struct", test_render_report_anonymous_struct },
	{ NULL, NULL },
};

const struct test_suite suite_render = { .name = "render", .cases = cases };
