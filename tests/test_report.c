// SPDX-License-Identifier: BSD-3-Clause
#include "verify/report.h"

#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static const struct finding_draft moved = {
	.rule = RULE_MEMBER_MOVED,
	.severity = HM_BREAK,
	.symbol = "host_log",
	.path = "host_log(arg 1) -> struct config.limit",
	.expected = "8 bytes at 16",
	.actual = "8 bytes at 24",
	.provider = "editor",
	.message = "member limit moved",
	.remark.detail = "one\ntwo",
};

static void test_report_add_copies(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	char symbol[] = "host_log";
	struct finding_draft draft = moved;
	draft.symbol = symbol;
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	symbol[0] = 'X';
	CU_ASSERT_EQUAL_FATAL(report.findings.count, 1);
	CU_ASSERT_EQUAL_FATAL(report.remarks.count, 1);
	const struct hm_finding *finding = &report.findings.data[0];
	CU_ASSERT_STRING_EQUAL(finding->rule, "member-moved");
	CU_ASSERT_STRING_EQUAL(finding->symbol, "host_log");
	CU_ASSERT_STRING_EQUAL(finding->actual, "8 bytes at 24");
	CU_ASSERT_STRING_EQUAL(report.remarks.data[0].detail, "one\ntwo");
}

static void test_report_add_null_is_empty(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	const struct finding_draft draft = { .rule = RULE_PACKAGE, .severity = HM_BREAK };
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL_FATAL(report.findings.count, 1);
	const struct hm_finding *finding = &report.findings.data[0];
	CU_ASSERT_STRING_EQUAL(finding->symbol, "");
	CU_ASSERT_STRING_EQUAL(finding->path, "");
	CU_ASSERT_STRING_EQUAL(finding->expected, "");
	CU_ASSERT_STRING_EQUAL(finding->actual, "");
	CU_ASSERT_STRING_EQUAL(finding->provider, "");
	CU_ASSERT_STRING_EQUAL(finding->message, "");
	CU_ASSERT_PTR_NULL(report.remarks.data[0].detail);
}

static void test_report_add_once(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	struct finding_draft draft = moved;
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	draft.message = "said in another way";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL(report.findings.count, 1);
	draft.actual = "8 bytes at 32";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	draft.rule = RULE_SIZE;
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL(report.findings.count, 3);
}

/* What is said of a tagged type is the same whichever symbol and path lead there. */
static void test_report_add_once_for_a_place(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	struct finding_draft draft = moved;
	draft.remark.place = strlen("host_log(arg 1)");
	CU_ASSERT(!report_has(&report, &draft));
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT(report_has(&report, &draft));
	draft.symbol = "host_open";
	draft.path = "host_open(result) -> struct config.limit";
	draft.remark.place = strlen("host_open(result)");
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL(report.findings.count, 1);
	/* Nor may a note hide a break. */
	draft.severity = HM_NOTE;
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL(report.findings.count, 2);
	draft.provider = "another library";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	draft.remark.place = 0;
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL(report.findings.count, 4);
}

static void test_report_add_control_characters(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	struct finding_draft draft = moved;
	draft.symbol = "a\033[2Jb\nc\177";
	draft.remark.detail = "a\033b\nc";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_EQUAL_FATAL(report.findings.count, 1);
	CU_ASSERT_STRING_EQUAL(report.findings.data[0].symbol, "a?[2Jb?c?");
	CU_ASSERT_STRING_EQUAL(report.remarks.data[0].detail, "a?b\nc");
}

static void test_report_add_undecided_once(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	CU_ASSERT_PTR_NULL(report_add_undecided(&report, "one"));
	CU_ASSERT_PTR_NULL(report_add_undecided(&report, "two"));
	CU_ASSERT_PTR_NULL(report_add_undecided(&report, "one"));
	CU_ASSERT_EQUAL_FATAL(report.undecided.count, 2);
	CU_ASSERT_STRING_EQUAL(report.undecided.data[1], "two");
}

static void test_report_verdict(void)
{
	SCOPED(report_deinit) struct report report = { 0 };
	struct finding_draft draft = moved;
	CU_ASSERT_STRING_EQUAL(verdict_name(report_verdict(&report)), "exact");
	draft.severity = HM_NOTE;
	draft.symbol = "a";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_STRING_EQUAL(verdict_name(report_verdict(&report)), "compatible");
	draft.severity = HM_WARNING;
	draft.symbol = "b";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_STRING_EQUAL(verdict_name(report_verdict(&report)), "compatible");
	draft.severity = HM_BREAK;
	draft.symbol = "c";
	CU_ASSERT_PTR_NULL(report_add(&report, &draft));
	CU_ASSERT_STRING_EQUAL(verdict_name(report_verdict(&report)), "incompatible");
}

static void test_severity_name(void)
{
	CU_ASSERT_STRING_EQUAL(severity_name(HM_NOTE), "note");
	CU_ASSERT_STRING_EQUAL(severity_name(HM_WARNING), "warning");
	CU_ASSERT_STRING_EQUAL(severity_name(HM_BREAK), "break");
}

/* Other people's checks rely on the identifiers: they are written out here once more. */
static void test_rule_ids(void)
{
	static const char *const ids[] = {
		"symbol-missing",
		"symbol-version",
		"symbol-kind",
		"symbol-interposed",
		"untyped",
		"opaque",
		"qualifier",
		"object-became-const",
		"atomic",
		"size",
		"alignment",
		"member-moved",
		"bit-size",
		"member-type",
		"member-added",
		"member-removed",
		"member-renamed",
		"tag-renamed",
		"kind",
		"base-kind",
		"union-member-added",
		"union-member-removed",
		"enumerator-added",
		"enumerator-removed",
		"enumerator-value",
		"enumerator-renamed",
		"signedness",
		"enum-integer",
		"float-format",
		"pointee",
		"array-bound",
		"parameter-count",
		"variadic",
		"calling-convention",
		"return-type",
		"return-ignored",
		"noreturn",
		"unprototyped",
		"soname",
		"toolchain-exact",
		"toolchain-abi",
		"package",
	};
	CU_ASSERT_EQUAL_FATAL(sizeof(ids) / sizeof(*ids), RULE_COUNT);
	for (unsigned i = 0; i < RULE_COUNT; i++)
		CU_ASSERT_STRING_EQUAL(rule_id(i), ids[i]);
}

static const struct test_case cases[] = {
	{ "report_add_copies", test_report_add_copies },
	{ "report_add_null_is_empty", test_report_add_null_is_empty },
	{ "report_add_once", test_report_add_once },
	{ "report_add_once_for_a_place", test_report_add_once_for_a_place },
	{ "report_add_control_characters", test_report_add_control_characters },
	{ "report_add_undecided_once", test_report_add_undecided_once },
	{ "report_verdict", test_report_verdict },
	{ "severity_name", test_severity_name },
	{ "rule_ids", test_rule_ids },
	{ NULL, NULL },
};

const struct test_suite suite_report = { .name = "report", .cases = cases };
