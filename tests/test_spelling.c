// SPDX-License-Identifier: BSD-3-Clause
#include "verify/spelling.h"

#include "tests/sample.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void test_spelling_nearest(void)
{
	static const struct {
		const char *name;
		const char *known[3];
		const char *expected; /* NULL: no guess */
	} cases[] = {
		{ "host_baep", { "host_beep", "host_log" }, "host_beep" },
		{ "host_bepe", { "host_beep" }, "host_beep" },
		{ "host_open", { "host_open64" }, "host_open64" },
		{ "host_open64", { "host_open" }, "host_open" },
		{ "host_beep", { "host_pope" }, NULL },
		{ "host_beep", { "editor_beep" }, NULL },
		/* The nearest wins, not the first. */
		{ "host_beep", { "host_bea", "host_been" }, "host_been" },
		/* Short names: one letter at most, and none at all. */
		{ "beep", { "bexx" }, NULL },
		{ "beep", { "beep2" }, "beep2" },
		{ "ab", { "ac" }, NULL },
		{ "", { "a" }, NULL },
		{ "abcdef", { "" }, NULL },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sample sample;
		sample_init(&sample, "editor", ROLE_HOST);
		for (size_t n = 0; n < 3 && cases[i].known[n]; n++)
			sample_add(&sample.stamp.provides, cases[i].known[n], NULL, 0,
				   UNTYPED);
		struct spelling spelling = { 0 };
		const char *found = spelling_nearest(&spelling, &sample.stamp.provides,
						     cases[i].name);
		CU_ASSERT_EQUAL(found == NULL, cases[i].expected == NULL);
		if (found && cases[i].expected)
			CU_ASSERT_STRING_EQUAL(found, cases[i].expected);
		sample_deinit(&sample);
	}
}

/* All lengths around the limit, against names of all lengths: no access beyond. */
static void test_spelling_nearest_long_names(void)
{
	static char names[80][80];
	struct sample sample;
	sample_init(&sample, "editor", ROLE_HOST);
	for (size_t i = 1; i < 80; i++) {
		memset(names[i], 'a', i);
		sample_add(&sample.stamp.provides, names[i], NULL, 0, UNTYPED);
	}
	for (size_t i = 1; i < 80; i++) {
		char wanted[80] = { 0 };
		memset(wanted, 'a', i);
		wanted[i / 2] = 'b';
		struct spelling spelling = { 0 };
		const char *found =
			spelling_nearest(&spelling, &sample.stamp.provides, wanted);
		CU_ASSERT_EQUAL(found != NULL, i >= 3 && i <= 64);
	}
	sample_deinit(&sample);
}

static const struct test_case cases[] = {
	{ "spelling_nearest", test_spelling_nearest },
	{ "spelling_nearest_long_names", test_spelling_nearest_long_names },
	{ NULL, NULL },
};

const struct test_suite suite_spelling = { .name = "spelling", .cases = cases };
