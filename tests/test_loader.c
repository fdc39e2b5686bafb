// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <stdio.h>

/* Opening, looking up and listing what fits. */

static void test_open_fitting(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "open spell.so call typed list marks spell.constructor 1 "
			 "marks spell.init 1 mapped spell.so"),
		0);
}

static void test_open_void_init(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "spell", "-DINIT_VOID"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so call marks spell.init 1"), 0);
}

static void test_open_without_init(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build(&fixture, &(struct plugin_recipe){
						 .name = "spell",
						 .unstamped = true,
					 }));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "'%s' stamp --package p spell.so",
				    fixture_hallmark()),
			0);
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so call marks spell.init 0"), 0);
}

static void test_open_stripped(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "strip spell.so"), 0);
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so call typed list"), 0);
}

static void test_open_again_however_spelled(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "ln -s spell.so soft.so; "
					      "ln spell.so hard.so; mkdir sub"),
			0);
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "open spell.so same ./spell.so same sub/../spell.so "
				 "same soft.so same hard.so same \"$PWD/spell.so\" "
				 "marks spell.init 1 events 1"),
			0);
}

static void test_open_two_folders_same_name(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "one"));
	CU_ASSERT(plugin_build_plain(&fixture, "two"));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "mkdir a b; mv one.so a/plugin.so; "
					      "mv two.so b/plugin.so"),
			0);
	CU_ASSERT_EQUAL(host_run(&fixture, "open a/plugin.so call other b/plugin.so call "
					   "marks one.init 1 marks two.init 1"),
			0);
}

static void test_open_hash_tables(void)
{
	static const char *const styles[] = { "gnu", "sysv", "both" };
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		char flags[64];
		snprintf(flags, sizeof(flags), "-Wl,--hash-style=%s", styles[i]);
		CU_ASSERT(plugin_build_with(&fixture, "spell", flags));
		CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so call typed list"), 0);
	}
}

static void test_open_odd_names(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "one"));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "mkdir 'a b'; mv one.so 'a b/x.y%%n#\\.z'"),
			0);
	CU_ASSERT_EQUAL(host_run(&fixture, "open 'a b/x.y%n#\\.z' call list"), 0);
}

static void test_open_flags(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(host_run(&fixture, "flags lazy,global open spell.so call typed"),
			0);
	CU_ASSERT_EQUAL(host_run(&fixture, "flags sealed open spell.so call typed list "
					   "unmapped spell.so/ mapped memfd:spell.so"),
			0);
}

static void test_open_entry_points(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "entry spell_lint fail HM_ERR_INCOMPATIBLE spell.so "
				 "finding symbol-missing marks spell.constructor 0 "
				 "entry spell_check open spell.so "
				 "entry spell_lint fail HM_ERR_INCOMPATIBLE spell.so "
				 "entry - same spell.so"),
			0);
}

static void test_open_accepted_packages(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "accept 'example.net/*' fail HM_ERR_INCOMPATIBLE spell.so "
			 "finding package marks spell.constructor 0 "
			 "accept 'example.org/*' open spell.so "
			 "accept other fail HM_ERR_INCOMPATIBLE spell.so"),
		0);
}

static void test_global_plugin_provides(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "base", "-DPROVIDES=base_answer"));
	CU_ASSERT(plugin_build_with(&fixture, "user", "-DNEEDS=base_answer"));
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "fail HM_ERR_INCOMPATIBLE user.so finding symbol-missing "
			 "says base_answer open base.so "
			 "fail HM_ERR_INCOMPATIBLE user.so "
			 "flags global same base.so flags none open user.so call"),
		0);
}

static void test_host_maps_no_stamping_library(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so unmapped libdw unmapped "
					   "libcrypto mapped libelf"),
			0);
}

static void test_report_variable(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT(plugin_build_with(&fixture, "old", "-DOLD_API"));
	CU_ASSERT_EQUAL(host_run_with(&fixture, "HALLMARK_REPORT=report.json",
				      "open spell.so fail HM_ERR_INCOMPATIBLE old.so "
				      "fail HM_ERR_IO none.so events 3"),
			0);
	CU_ASSERT_EQUAL(
		fixture_run(&fixture,
			    "test $(wc -l <report.json) = 3 && "
			    "sed -n 1p report.json | grep '\"verdict\": \"exact\"' && "
			    "sed -n 2p report.json | grep '\"rule\": \"member-' && "
			    "sed -n 3p report.json | grep '\"unknown\"'"),
		0);
}

static const struct test_case cases[] = {
	{ "open_fitting", test_open_fitting },
	{ "open_void_init", test_open_void_init },
	{ "open_without_init", test_open_without_init },
	{ "open_stripped", test_open_stripped },
	{ "open_again_however_spelled", test_open_again_however_spelled },
	{ "open_two_folders_same_name", test_open_two_folders_same_name },
	{ "open_hash_tables", test_open_hash_tables },
	{ "open_odd_names", test_open_odd_names },
	{ "open_flags", test_open_flags },
	{ "open_entry_points", test_open_entry_points },
	{ "open_accepted_packages", test_open_accepted_packages },
	{ "global_plugin_provides", test_global_plugin_provides },
	{ "host_maps_no_stamping_library", test_host_maps_no_stamping_library },
	{ "report_variable", test_report_variable },
	{ NULL, NULL },
};

const struct test_suite suite_loader = {
	"loader",
	cases,
	loader_suite_init,
	loader_suite_cleanup,
};
