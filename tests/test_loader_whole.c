// SPDX-License-Identifier: BSD-3-Clause
#include "loader/whole.h"

#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>

/*
 * Of a plugin that fits all of a stamp need not be read; the rest is, when it is asked
 * for. That it was not read before shows where the file has another stamp by then.
 */

/* Plugins that are opened the quick way: a host cannot say that it expects thread-local.
 */
#define QUICK "-DNO_THREAD_LOCAL "

/* spell.so, also as hard.so, and new.so with another stamp. */
static bool build_both(const struct fixture *fixture, const char *flags,
		       const char *new_flags)
{
	return plugin_build_with(fixture, "spell", flags) &&
	       plugin_build_with(fixture, "new", new_flags) &&
	       fixture_run(fixture, "ln spell.so hard.so") == 0;
}

static void test_whole_when_asked_for(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_both(&fixture, QUICK, QUICK "-DPROVIDES=more"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so types all call "
					   "shell 'mv new.so spell.so' types all "
					   "flags untyped same hard.so descriptors"),
			0);
}

static void test_whole_of_replaced_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_both(&fixture, QUICK, QUICK "-DPROVIDES=more"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "open spell.so shell 'mv new.so spell.so' types none "
				 "flags untyped fail HM_ERR_CHANGED hard.so "
				 "says 'rest of its stamp' "
				 "flags global fail HM_ERR_CHANGED hard.so "
				 "flags none same hard.so call descriptors"),
			0);
}

static void test_whole_of_missing_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_both(&fixture, QUICK, QUICK));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so shell 'rm spell.so' types none "
					   "flags untyped fail HM_ERR_IO hard.so "
					   "flags none same hard.so call descriptors"),
			0);
}

static void test_whole_at_once(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_both(&fixture, "", "-DPROVIDES=more"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "open spell.so shell 'mv new.so spell.so' types all "
				 "flags untyped same hard.so flags global same hard.so"),
			0);
}

static void test_whole_of_global_plugin(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "base", QUICK "-DPROVIDES=base_answer"));
	CU_ASSERT(plugin_build_with(&fixture, "user", QUICK "-DNEEDS=base_answer"));
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "open base.so fail HM_ERR_INCOMPATIBLE user.so "
			 "flags global same base.so flags none open user.so call"),
		0);
}

static const struct test_case cases[] = {
	{ "whole_when_asked_for", test_whole_when_asked_for },
	{ "whole_of_replaced_file", test_whole_of_replaced_file },
	{ "whole_of_missing_file", test_whole_of_missing_file },
	{ "whole_at_once", test_whole_at_once },
	{ "whole_of_global_plugin", test_whole_of_global_plugin },
	{ NULL, NULL },
};

const struct test_suite suite_loader_whole = {
	"loader_whole",
	cases,
	loader_suite_init,
	loader_suite_cleanup,
};
