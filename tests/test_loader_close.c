// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>

/* Closing, reloading, and files that change under a running host. */

static void test_close_last_reference(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "flags closable open spell.so same spell.so "
			 "close spell.so call marks spell.fini 0 "
			 "close spell.so marks spell.fini 1 "
			 "marks spell.destructor 1 unmapped /spell.so descriptors "
			 "open spell.so call marks spell.init 2"),
		0);
}

static void test_close_permanent(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "open spell.so close-fails HM_ERR_ARGUMENT spell.so "
				 "says HM_OPEN_CLOSABLE flags closable open spell.so "
				 "close-fails HM_ERR_ARGUMENT spell.so call"),
			0);
}

static void test_close_then_open_rebuilt(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT(plugin_build_plain(&fixture, "new"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "flags closable open spell.so close spell.so "
				 "shell 'mv new.so spell.so' open spell.so call "
				 "marks new.init 1"),
			0);
}

static void test_close_kept_by_the_c_library(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "spell", "-Wl,-z,nodelete"));
	CU_ASSERT(plugin_build_plain(&fixture, "new"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "flags closable open spell.so "
				 "close-fails HM_ERR_DLOPEN spell.so says nodelete "
				 "marks spell.fini 1 open spell.so call "
				 "marks spell.constructor 1 "
				 "close-fails HM_ERR_DLOPEN spell.so "
				 "shell 'mv new.so spell.so' "
				 "fail HM_ERR_PACKAGE_LOADED spell.so says unload"),
			0);
}

static void test_close_waits_for_dependents(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "base", "-DPROVIDES=base_answer"));
	CU_ASSERT(plugin_build_with(&fixture, "user", "-DNEEDS=base_answer"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "flags closable,global open base.so open user.so "
				 "close base.so marks base.fini 0 call "
				 "close user.so marks user.fini 1 marks base.fini 1 "
				 "unmapped /base.so unmapped /user.so"),
			0);
}

static void test_close_sealed(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "flags closable,sealed open spell.so call "
				 "shell 'truncate -s 10 spell.so' call "
				 "close spell.so descriptors unmapped memfd:spell.so"),
			0);
}

/* A writer renames other plugins over the file while it is opened and closed. */
static void test_race_renames(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT(plugin_build_with(&fixture, "bad", "-DOLD_API"));
	CU_ASSERT_EQUAL(
		host_run(&fixture, "flags closable race-rename 1000 spell.so bad.so"), 0);
	CU_ASSERT_EQUAL(host_run(&fixture, "flags closable,sealed "
					   "shell 'rm -f bad.constructor' "
					   "race-rename 1000 spell.so bad.so "
					   "marks bad.constructor 0"),
			0);
}

/* With a sealed copy not even truncation and overwriting in place do harm. */
static void test_race_overwrites_sealed(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT(plugin_build_with(&fixture, "bad", "-DOLD_API"));
	CU_ASSERT_EQUAL(host_run(&fixture, "flags closable,sealed "
					   "race-overwrite 1000 spell.so bad.so "
					   "marks bad.constructor 0"),
			0);
}

static const struct test_case cases[] = {
	{ "close_last_reference", test_close_last_reference },
	{ "close_permanent", test_close_permanent },
	{ "close_then_open_rebuilt", test_close_then_open_rebuilt },
	{ "close_kept_by_the_c_library", test_close_kept_by_the_c_library },
	{ "close_waits_for_dependents", test_close_waits_for_dependents },
	{ "close_sealed", test_close_sealed },
	{ "race_renames", test_race_renames },
	{ "race_overwrites_sealed", test_race_overwrites_sealed },
	{ NULL, NULL },
};

const struct test_suite suite_loader_close = {
	"loader_close",
	cases,
	loader_suite_init,
	loader_suite_cleanup,
};
