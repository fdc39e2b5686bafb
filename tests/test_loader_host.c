// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* Hosts of several kinds: how the running program's own stamp is found. */

/* The program `odd`, linked with further flags, and not stamped yet. */
static bool build_odd_host(const struct fixture *fixture, const char *flags)
{
	const char *source = fixture_source_dir(), *build = fixture_build_dir();
	return fixture_run(fixture,
			   "%s -g -O1 %s -I'%s/include' -I'%s/tests' -o odd "
			   "'%s/tests/loader_host.c' %s -L'%s/.libs' "
			   "-Wl,-rpath,'%s/.libs' -lhallmark -pthread",
			   fixture_cc(), fixture_sanitize(), source, source, source,
			   flags, build, build) == 0;
}

static bool stamp_odd_host(const struct fixture *fixture)
{
	return fixture_run(fixture,
			   "'%s' stamp --role host --package example.org/odd odd",
			   fixture_hallmark()) == 0;
}

/* A note object made of the host's object, and linked with it. */
static bool build_noted_host(const struct fixture *fixture)
{
	const char *source = fixture_source_dir();
	return fixture_run(
		       fixture,
		       "%s -g -O1 -c -I'%s/include' -I'%s/tests' -o odd.o "
		       "'%s/tests/loader_host.c' && '%s' stamp --object note.o --role "
		       "host --package example.org/odd odd.o",
		       fixture_cc(), source, source, source, fixture_hallmark()) == 0 &&
	       build_odd_host(fixture, "-rdynamic note.o");
}

#define OPENS "./odd open spell.so call typed fail HM_ERR_INCOMPATIBLE old.so"

/* A plugin that fits and one that does not. */
static bool build_plugins(const struct fixture *fixture)
{
	return plugin_build_plain(fixture, "spell") &&
	       plugin_build_with(fixture, "old", "-DOLD_API");
}

static void test_host_not_position_independent(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic -no-pie"));
	CU_ASSERT(stamp_odd_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, OPENS), 0);
}

static void test_host_stripped(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic"));
	CU_ASSERT(stamp_odd_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "strip odd"), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, OPENS), 0);
}

static void test_host_without_build_id(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic -Wl,--build-id=none"));
	CU_ASSERT(stamp_odd_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, OPENS), 0);
}

static void test_host_with_linked_note(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_noted_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, OPENS), 0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "strip odd && " OPENS), 0);
}

/* The running program is what counts, not what stands at its path by now. */
static void test_host_replaced_while_running(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic"));
	CU_ASSERT(stamp_odd_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "./odd shell 'cp /bin/true new; mv new odd' "
				    "open spell.so call fail HM_ERR_INCOMPATIBLE old.so"),
			0);
}

static void test_host_does_not_export(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, ""));
	CU_ASSERT(stamp_odd_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "./odd fail HM_ERR_INCOMPATIBLE spell.so "
					      "says host_log says -rdynamic "
					      "marks spell.constructor 0"),
			0);
}

static void test_host_policy_of_packages(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic"));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "'%s' stamp --role host --package example.org/odd "
				    "--accept 'example.net/*' odd",
				    fixture_hallmark()),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "./odd fail HM_ERR_INCOMPATIBLE spell.so "
					      "finding package accept 'example.org/*' "
					      "fail HM_ERR_INCOMPATIBLE spell.so "
					      "marks spell.constructor 0"),
			0);
}

/* What its stamp requires of every plugin. */
static void test_host_requires_an_entry(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_plugins(&fixture));
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic"));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "'%s' stamp --role host --package example.org/odd "
				    "--expect spell_lint=host_log odd",
				    fixture_hallmark()),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "./odd fail HM_ERR_INCOMPATIBLE spell.so "
					      "says spell_lint "
					      "marks spell.constructor 0"),
			0);
}

static void test_plugin_by_another_compiler(void)
{
	const char *other = strstr(fixture_cc(), "clang") ? "gcc" : "clang";
	if (!fixture_has_program(other))
		return;
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(
		fixture_run(&fixture,
			    "%s -g -shared -fPIC -I'%s/include' -I'%s/tests' -o "
			    "other.so '%s/tests/loader_plugin.c' && '%s' stamp "
			    "--package example.org/other --init plugin_init other.so",
			    other, fixture_source_dir(), fixture_source_dir(),
			    fixture_source_dir(), fixture_hallmark()),
		0);
	CU_ASSERT(build_odd_host(&fixture, "-rdynamic"));
	CU_ASSERT(stamp_odd_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "./odd fail HM_ERR_INCOMPATIBLE other.so "
					      "finding toolchain-exact"),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "'%s' stamp --role host --package example.org/odd "
				    "--toolchain abi odd",
				    fixture_hallmark()),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "./odd flags exact fail HM_ERR_INCOMPATIBLE other.so "
				    "flags none open other.so call"),
			0);
}

static const struct test_case cases[] = {
	{ "host_not_position_independent", test_host_not_position_independent },
	{ "host_stripped", test_host_stripped },
	{ "host_without_build_id", test_host_without_build_id },
	{ "host_with_linked_note", test_host_with_linked_note },
	{ "host_replaced_while_running", test_host_replaced_while_running },
	{ "host_does_not_export", test_host_does_not_export },
	{ "host_policy_of_packages", test_host_policy_of_packages },
	{ "host_requires_an_entry", test_host_requires_an_entry },
	{ "plugin_by_another_compiler", test_plugin_by_another_compiler },
	{ NULL, NULL },
};

const struct test_suite suite_loader_host = { "loader_host", cases, NULL, NULL };
