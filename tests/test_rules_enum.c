// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_compare.h"
#include "tests/suite.h"

static void test_rules_enum_enumerators(void)
{
#define OLD "enum e { LOW, MID, HIGH }; void f(enum e);"
	static const struct graph_case cases[] = {
		{ "same", OLD, OLD, "" },
		{ "another order", OLD,
		  "enum e { HIGH = 2, LOW = 0, MID }; void f(enum e);", "" },
		{ "added at the end", OLD,
		  "enum e { LOW, MID, HIGH, MORE }; void f(enum e);",
		  "note:enumerator-added" },
		{ "added in a gap", "enum e { LOW, HIGH = 2 }; void f(enum e *);",
		  "enum e { LOW, MID, HIGH }; void f(enum e *);",
		  "note:enumerator-added" },
		{ "added synonym", OLD,
		  "enum e { LOW, FIRST = 0, MID, HIGH }; void f(enum e);",
		  "note:enumerator-added" },
		{ "removed", OLD, "enum e { LOW, MID }; void f(enum e);",
		  "break:enumerator-removed" },
		{ "inserted", "enum e { LOW, HIGH }; void f(enum e);", OLD,
		  "break:enumerator-value note:enumerator-added" },
		{ "count moved", "enum e { A, COUNT }; void f(enum e);",
		  "enum e { A, B, COUNT }; void f(enum e);",
		  "break:enumerator-value note:enumerator-added" },
		{ "names swapped", "enum e { OFF, ON }; void f(enum e);",
		  "enum e { ON, OFF }; void f(enum e);",
		  "break:enumerator-value break:enumerator-value" },
		{ "renamed", OLD, "enum e { LOW, NORMAL, HIGH }; void f(enum e);",
		  "warning:enumerator-renamed" },
		{ "synonym gone", "enum e { LOW, FIRST = 0, MID, HIGH }; void f(enum e);",
		  OLD, "warning:enumerator-renamed" },
		{ "renamed, and a synonym of it", OLD,
		  "enum e { LOW, NORMAL, USUAL = 1, HIGH }; void f(enum e);",
		  "note:enumerator-added warning:enumerator-renamed" },
		{ 0 }
	};
	graph_check_cases(cases);
#undef OLD
}

static void test_rules_enum_size(void)
{
	static const struct graph_case cases[] = {
		{ "narrow", "enum e { A }; void f(enum e *);",
		  "enum narrow e { A }; void f(enum e *);", "break:size" },
		{ "wide", "enum e { A }; void f(enum e *);",
		  "enum wide e { A, B = 0x100000000 }; void f(enum e *);",
		  "break:size note:enumerator-added" },
		{ "against a long", "enum e { A }; void f(enum e);",
		  "void f(unsigned long);", "break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_enum_integer(void)
{
	static const struct graph_case cases[] = {
		{ "unsigned", "void f(unsigned);", "enum e { A, B }; void f(enum e);",
		  "note:enum-integer" },
		{ "the other way", "enum e { A, B }; void f(enum e);",
		  "void f(unsigned);", "note:enum-integer" },
		{ "int, all values fit", "enum e { A, B }; void f(enum e);",
		  "void f(int);", "note:enum-integer" },
		{ "int, too large", "enum e { A, B = 0x80000000 }; void f(enum e);",
		  "void f(int);", "break:signedness note:enum-integer" },
		{ "negative in int", "enum e { A = -1 }; void f(enum e);", "void f(int);",
		  "note:enum-integer" },
		{ "negative in unsigned", "enum e { A = -1 }; void f(enum e);",
		  "void f(unsigned);", "break:signedness note:enum-integer" },
		{ "against float", "enum e { A }; void f(enum e);", "void f(float);",
		  "break:kind" },
		{ "against bool", "enum narrow e { A }; void f(enum e);",
		  "void f(_Bool);", "break:kind" },
		{ "sign of two enums", "enum e { A, B }; void f(enum e);",
		  "enum e { A, B, C = -1 }; void f(enum e);",
		  "break:signedness note:enum-integer note:enumerator-added" },
		{ "opaque enum", "enum e; void f(enum e *);", "void f(int *);",
		  "break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_enum_bit_field(void)
{
	static const struct graph_case cases[] = {
		{ "same sign", "struct s { unsigned a : 3; }; void f(struct s *);",
		  "enum e { A }; struct s { enum e a : 3; }; void f(struct s *);",
		  "note:enum-integer" },
		{ "other sign", "struct s { int a : 3; }; void f(struct s *);",
		  "enum e { A }; struct s { enum e a : 3; }; void f(struct s *);",
		  "break:enum-integer" },
		{ "two enums, other sign",
		  "enum e { A }; struct s { enum e a : 3; }; void f(struct s *);",
		  "enum e { A, B = -1 }; struct s { enum e a : 3; }; void f(struct s *);",
		  "break:enum-integer note:enumerator-added" },
		{ "two enums, value",
		  "enum e { A }; struct s { enum e a : 3; }; void f(struct s *);",
		  "enum e { A = 1 }; struct s { enum e a : 3; }; void f(struct s *);",
		  "break:enumerator-value" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static const struct test_case cases[] = {
	{ "enum_enumerators", test_rules_enum_enumerators },
	{ "enum_size", test_rules_enum_size },
	{ "enum_integer", test_rules_enum_integer },
	{ "enum_bit_field", test_rules_enum_bit_field },
	{ NULL, NULL },
};

const struct test_suite suite_rules_enum = { .name = "rules_enum", .cases = cases };
