// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <stdio.h>
#include <string.h>

/*
 * What is refused, and that nothing of it ran: constructor, IFUNC resolver and init of
 * the plugin leave marks.
 */

struct refusal {
	const char *what;
	struct plugin_recipe recipe;
	/* What is done to bad.so afterwards. */
	const char *damage;
	const char *code, *commands;
};

static const struct refusal refusals[] = {
	{
		.what = "older header",
		.recipe = { .flags = "-DOLD_API" },
		.code = "HM_ERR_INCOMPATIBLE",
		.commands = "finding member-moved says 'struct config' says limit "
			    "claims example.org/bad",
	},
	{
		.what = "entry point of another type",
		.recipe = { .flags = "-DOTHER_ENTRY" },
		.code = "HM_ERR_INCOMPATIBLE",
		.commands = "says spell_check",
	},
	{
		.what = "symbol that the host lacks",
		.recipe = { .flags = "-DNEEDS=host_lint" },
		.code = "HM_ERR_INCOMPATIBLE",
		.commands = "finding symbol-missing says host_lint",
	},
	{
		.what = "never stamped",
		.recipe = { .unstamped = true },
		.code = "HM_ERR_NO_STAMP",
		.commands = "says 'hallmark stamp'",
	},
	{
		.what = "truncated",
		.damage = "truncate -s 9000 bad.so",
		.code = "HM_ERR_FORMAT",
		.commands = "says bad.so",
	},
	{
		.what = "empty",
		.damage = "truncate -s 0 bad.so",
		.code = "HM_ERR_FORMAT",
		.commands = "says bad.so",
	},
	{
		.what = "stamp damaged",
		.damage = "objcopy --dump-section .note.hallmark=n bad.so && "
			  "printf Z | dd of=n bs=1 seek=100 conv=notrunc && "
			  "objcopy --update-section .note.hallmark=n bad.so",
		.code = "HM_ERR_STAMP",
		.commands = "says bad.so",
	},
	{
		.what = "symbol gone since it was stamped",
		.damage = "cp bad.so was.so && ${CC:-cc} -shared -fPIC -o bad.so -x c "
			  "/dev/null && "
			  "objcopy --dump-section .note.hallmark=n was.so && "
			  "objcopy --add-section .note.hallmark=n bad.so",
		.code = "HM_ERR_SYMBOL",
		.commands = "says 'does not define it' claims example.org/bad",
	},
	{
		.what = "init with a parameter",
		.recipe = { .flags = "-DINIT_TAKES" },
		.code = "HM_ERR_TYPE",
		.commands = "says plugin_init says 'int plugin_init(void)' "
			    "claims example.org/bad",
	},
	{
		.what = "a directory",
		.damage = "rm bad.so; mkdir bad.so",
		.code = "HM_ERR_IO",
		.commands = "says 'is a directory'",
	},
	{
		.what = "a FIFO",
		.damage = "rm bad.so; mkfifo bad.so",
		.code = "HM_ERR_IO",
		.commands = "says bad.so",
	},
	{
		.what = "missing",
		.damage = "rm bad.so",
		.code = "HM_ERR_IO",
		.commands = "says 'No such file'",
	},
	{
		.what = "a text",
		.damage = "echo hello >bad.so",
		.code = "HM_ERR_FORMAT",
		.commands = "says bad.so",
	},
	{
		.what = "the host itself",
		.damage = "cp /proc/$PPID/exe bad.so; :",
		.code = "HM_ERR_FORMAT",
		.commands = "says -shared",
	},
	{
		.what = "an object file",
		.damage = "${CC:-cc} -c -o bad.so -x c /dev/null",
		.code = "HM_ERR_FORMAT",
		.commands = "says -shared",
	},
};

static void check_refusal(const struct refusal *refusal)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	struct plugin_recipe recipe = refusal->recipe;
	recipe.name = "bad";
	bool built =
		plugin_build(&fixture, &recipe) && plugin_build_plain(&fixture, "good");
	CU_ASSERT(built);
	if (refusal->damage)
		CU_ASSERT_EQUAL(fixture_run(&fixture, "%s", refusal->damage), 0);
	char commands[512];
	/* Twice: a refusal is not remembered. */
	snprintf(commands, sizeof(commands),
		 "fail %s bad.so %s fail %s bad.so unmapped /bad.so "
		 "marks bad.constructor 0 marks bad.resolver 0 marks bad.init 0 "
		 "descriptors open good.so call",
		 refusal->code, refusal->commands, refusal->code);
	int status = host_run(&fixture, commands);
	CU_ASSERT_EQUAL(status, 0);
	if (status)
		printf("# refusal: %s\n", refusal->what);
}

static void test_open_refused_runs_nothing(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		check_refusal(&refusals[i]);
}

/* The marks of the test above mean something: all of them are left when it is opened. */
static void test_open_leaves_marks(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "good"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open good.so marks good.constructor 1 "
					   "marks good.init 1"),
			0);
#if defined(__x86_64__)
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -e good.resolver"), 0);
#endif
}

static void test_open_repaired_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "shell 'mv spell.so good.so; echo >spell.so' "
			 "fail HM_ERR_FORMAT spell.so shell 'mv good.so spell.so' "
			 "open spell.so call"),
		0);
}

static void test_open_init_fails_then_works(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "spell", "-DINIT_FAILS=-3"));
	CU_ASSERT_EQUAL(host_run(&fixture, "fail HM_ERR_INIT spell.so says 'returned -3' "
					   "says 'was unloaded' unmapped /spell.so "
					   "marks spell.destructor 1 marks spell.fini 0 "
					   "open spell.so call marks spell.init 2"),
			0);
}

static void test_open_same_package_from_another_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "cp spell.so copy.so"), 0);
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "open spell.so fail HM_ERR_PACKAGE_LOADED copy.so "
				 "says /spell.so says copy.so says example.org/spell "
				 "fail HM_ERR_PACKAGE_LOADED copy.so unmapped /copy.so "
				 "same spell.so marks spell.constructor 1"),
			0);
}

static void test_open_replaced_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT(plugin_build_plain(&fixture, "new"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "open spell.so shell 'mv new.so spell.so' "
				 "fail HM_ERR_PACKAGE_LOADED spell.so says restart "
				 "marks new.constructor 0"),
			0);
}

static void test_open_overwritten_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT(plugin_build_with(&fixture, "new", "-DPROVIDES=more"));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so shell 'touch spell.so' "
					   "same spell.so"),
			0);
	CU_ASSERT_EQUAL(
		host_run(&fixture,
			 "flags sealed open spell.so "
			 "shell 'sleep 0.1; cat new.so >spell.so' "
			 "fail HM_ERR_PACKAGE_LOADED spell.so says 'written over' "
			 "marks new.constructor 0"),
		0);
}

static void test_open_sealed_refuses_origin(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_with(&fixture, "spell", "-Wl,-rpath,'$ORIGIN'"));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "flags sealed fail HM_ERR_UNSUPPORTED spell.so "
				 "says ORIGIN flags none open spell.so"),
			0);
}

static void test_open_host_not_stamped(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(plugin_build_plain(&fixture, "spell"));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "'%s' unstamp -o bare '%s' || { cp '%s' bare && '%s' "
				    "unstamp bare; }; chmod +x bare",
				    fixture_hallmark(), host_program(), host_program(),
				    fixture_hallmark()),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "./bare fail HM_ERR_HOST_NOT_STAMPED spell.so says "
				    "'hallmark stamp --role host' "
				    "marks spell.constructor 0"),
			0);
}

static const struct test_case cases[] = {
	{ "open_refused_runs_nothing", test_open_refused_runs_nothing },
	{ "open_leaves_marks", test_open_leaves_marks },
	{ "open_repaired_file", test_open_repaired_file },
	{ "open_init_fails_then_works", test_open_init_fails_then_works },
	{ "open_same_package_from_another_file",
	  test_open_same_package_from_another_file },
	{ "open_replaced_file", test_open_replaced_file },
	{ "open_overwritten_file", test_open_overwritten_file },
	{ "open_sealed_refuses_origin", test_open_sealed_refuses_origin },
	{ "open_host_not_stamped", test_open_host_not_stamped },
	{ NULL, NULL },
};

const struct test_suite suite_loader_refusal = {
	"loader_refusal",
	cases,
	loader_suite_init,
	loader_suite_cleanup,
};
