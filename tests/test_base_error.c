// SPDX-License-Identifier: BSD-3-Clause
#include "base/error.h"
#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static void test_error_new_formats(void)
{
	SCOPED_ERROR struct hm_error *error =
		error_new(HM_ERR_IO, "%s: %d", "file.so", 7);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_IO);
	CU_ASSERT_STRING_EQUAL(hm_error_message(error), "file.so: 7");
	CU_ASSERT_PTR_NULL(hm_error_path(error));
	CU_ASSERT_PTR_NULL(hm_error_package(error));
	CU_ASSERT_EQUAL(hm_error_finding_count(error), 0);
	CU_ASSERT_PTR_NULL(hm_error_finding(error, 0));
}

static void test_accessors_null(void)
{
	CU_ASSERT_EQUAL(hm_error_code(NULL), HM_OK);
	CU_ASSERT_STRING_EQUAL(hm_error_message(NULL), "");
	CU_ASSERT_PTR_NULL(hm_error_path(NULL));
	CU_ASSERT_PTR_NULL(hm_error_package(NULL));
	CU_ASSERT_EQUAL(hm_error_finding_count(NULL), 0);
	CU_ASSERT_PTR_NULL(hm_error_finding(NULL, 0));
	hm_error_free(NULL);
}

static void test_error_errno_describes(void)
{
	SCOPED_ERROR struct hm_error *error =
		error_errno(HM_ERR_IO, ENOENT, "cannot open %s", "a.so");
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_IO);
	CU_ASSERT_STRING_EQUAL(hm_error_message(error),
			       "cannot open a.so: No such file or directory");
}

static void test_error_errno_percent_in_text(void)
{
	SCOPED_ERROR struct hm_error *error =
		error_errno(HM_ERR_IO, EACCES, "%s", "100%s.so");
	CU_ASSERT_STRING_EQUAL(hm_error_message(error), "100%s.so: Permission denied");
}

static void test_error_prefix_joins(void)
{
	struct hm_error *error = error_new(HM_ERR_STAMP, "too short");
	SCOPED_ERROR struct hm_error *prefixed = error_prefix(error, "%s, ", "stamp");
	CU_ASSERT_PTR_EQUAL(prefixed, error);
	CU_ASSERT_STRING_EQUAL(hm_error_message(prefixed), "stamp, too short");
	CU_ASSERT_EQUAL(hm_error_code(prefixed), HM_ERR_STAMP);
	CU_ASSERT_PTR_NULL(error_prefix(NULL, "stamp"));
}

static void test_error_set_copies(void)
{
	char path[] = "first.so", package[] = "example.org/a";
	SCOPED_ERROR struct hm_error *error = error_new(HM_ERR_IO, "text");
	error_set_path(error, path);
	error_set_package(error, package);
	path[0] = package[0] = 'X';
	CU_ASSERT_STRING_EQUAL(hm_error_path(error), "first.so");
	CU_ASSERT_STRING_EQUAL(hm_error_package(error), "example.org/a");
	error_set_path(error, "second.so");
	CU_ASSERT_STRING_EQUAL(hm_error_path(error), "second.so");
	error_set_path(error, NULL);
	CU_ASSERT_STRING_EQUAL(hm_error_path(error), "second.so");
	CU_ASSERT_PTR_NULL(error_set_path(NULL, "third.so"));
	CU_ASSERT_PTR_NULL(error_set_package(NULL, "third"));
}

static void test_error_nomem_is_static(void)
{
	struct hm_error *error = error_nomem();
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_NOMEM);
	CU_ASSERT_STRING_EQUAL(hm_error_message(error), "out of memory");
	CU_ASSERT_PTR_EQUAL(error_prefix(error, "a.so: "), error);
	CU_ASSERT_PTR_EQUAL(error_set_path(error, "a.so"), error);
	CU_ASSERT_PTR_NULL(hm_error_path(error));
	hm_error_free(error);
	hm_error_free(error);
	CU_ASSERT_STRING_EQUAL(hm_error_message(error), "out of memory");
}

static void count_release(void *owner)
{
	++*(int *)owner;
}

static void test_error_set_findings_owns(void)
{
	static const struct hm_finding findings[] = {
		{ .rule = "size", .severity = HM_BREAK },
		{ .rule = "opaque", .severity = HM_NOTE },
	};
	int first = 0, second = 0;
	struct hm_error *error = error_new(HM_ERR_INCOMPATIBLE, "does not fit");
	error_set_findings(error, findings, 2, &first, count_release);
	CU_ASSERT_EQUAL(hm_error_finding_count(error), 2);
	CU_ASSERT_PTR_EQUAL(hm_error_finding(error, 1), &findings[1]);
	CU_ASSERT_PTR_NULL(hm_error_finding(error, 2));
	CU_ASSERT_PTR_NULL(hm_error_finding(error, SIZE_MAX));
	error_set_findings(error, findings, 1, &second, count_release);
	CU_ASSERT_EQUAL(first, 1);
	CU_ASSERT_EQUAL(hm_error_finding_count(error), 1);
	hm_error_free(error);
	CU_ASSERT_EQUAL(first, 1);
	CU_ASSERT_EQUAL(second, 1);
}

static void test_error_set_findings_on_none(void)
{
	int released = 0;
	CU_ASSERT_PTR_NULL(error_set_findings(NULL, NULL, 0, &released, count_release));
	error_set_findings(error_nomem(), NULL, 0, &released, count_release);
	CU_ASSERT_EQUAL(released, 2);
}

static void test_code_name_all(void)
{
	CU_ASSERT_STRING_EQUAL(hm_error_code_name(HM_OK), "HM_OK");
	CU_ASSERT_STRING_EQUAL(hm_error_code_name(HM_ERR_UNSUPPORTED),
			       "HM_ERR_UNSUPPORTED");
	for (int code = HM_OK + 1; code <= HM_ERR_UNSUPPORTED; code++)
		CU_ASSERT_NSTRING_EQUAL(hm_error_code_name(code), "HM_ERR_", 7);
	CU_ASSERT_STRING_EQUAL(hm_error_code_name(HM_ERR_UNSUPPORTED + 1),
			       "unknown error code");
}

static struct hm_error *twice(struct hm_error *error, bool *reached)
{
	TRY(error);
	*reached = true;
	return NULL;
}

static void test_try_returns_early(void)
{
	bool reached = false;
	SCOPED_ERROR struct hm_error *error = twice(error_new(HM_ERR_IO, "no"), &reached);
	CU_ASSERT_FALSE(reached);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_IO);
	CU_ASSERT_PTR_NULL(twice(NULL, &reached));
	CU_ASSERT_TRUE(reached);
}

static void close_with_guard(void)
{
	SCOPED_FD int fd = 1 << 20;
	(void)fd;
	errno = ENOSPC;
}

static void test_scope_keeps_errno(void)
{
	errno = 0;
	close_with_guard();
	CU_ASSERT_EQUAL(errno, ENOSPC);
}

static void test_take_empties_the_guard(void)
{
	char *kept;
	{
		SCOPED_FREE char *text = strdup("kept");
		kept = TAKE(text);
		CU_ASSERT_PTR_NULL(text);
	}
	CU_ASSERT_STRING_EQUAL(kept, "kept");
	free(kept);
	int fd = 5;
	CU_ASSERT_EQUAL(TAKE_FD(fd), 5);
	CU_ASSERT_EQUAL(fd, -1);
}

static const struct test_case cases[] = {
	{ "error_new formats", test_error_new_formats },
	{ "accessors take NULL", test_accessors_null },
	{ "error_errno describes", test_error_errno_describes },
	{ "error_errno with a percent sign", test_error_errno_percent_in_text },
	{ "error_prefix joins", test_error_prefix_joins },
	{ "error_set_* copy", test_error_set_copies },
	{ "error_nomem is static", test_error_nomem_is_static },
	{ "error_set_findings owns", test_error_set_findings_owns },
	{ "error_set_findings without an error", test_error_set_findings_on_none },
	{ "hm_error_code_name of all codes", test_code_name_all },
	{ "TRY returns early", test_try_returns_early },
	{ "scope guards keep errno", test_scope_keeps_errno },
	{ "TAKE empties the guard", test_take_empties_the_guard },
	{ NULL },
};

const struct test_suite suite_base_error = { "base_error", cases };
