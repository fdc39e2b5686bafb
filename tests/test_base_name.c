// SPDX-License-Identifier: BSD-3-Clause
#include "verify/base_name.h"

#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void test_base_name_spellings(void)
{
	static const struct {
		const char *name, *expected;
	} cases[] = {
		{ "int", "int" },
		{ "signed", "int" },
		{ "unsigned", "unsigned int" },
		{ "short int", "short" },
		{ "short unsigned int", "unsigned short" },
		{ "unsigned short", "unsigned short" },
		{ "long int", "long" },
		{ "long unsigned int", "unsigned long" },
		{ "unsigned  long", "unsigned long" },
		{ "long long int", "long long" },
		{ "long unsigned long", "unsigned long long" },
		{ "char", "char" },
		{ "signed char", "signed char" },
		{ "char unsigned", "unsigned char" },
		/* Anything else is what it is. */
		{ "double", "double" },
		{ "long double", "long double" },
		{ "_Bool", "_Bool" },
		{ "struct int", "struct int" },
		{ "long long long", "long long long" },
		{ "integer", "integer" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_STRING_EQUAL(base_name(cases[i].name), cases[i].expected);
}

static const struct test_case cases[] = {
	{ "base_name_spellings", test_base_name_spellings },
	{ NULL, NULL },
};

const struct test_suite suite_base_name = { .name = "base_name", .cases = cases };
