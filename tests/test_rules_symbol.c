// SPDX-License-Identifier: BSD-3-Clause
#include "base/scope.h"
#include "tests/graph_build.h"
#include "tests/graph_compare.h"
#include "tests/suite.h"
#include "verify/compare.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void test_rules_symbol_kind(void)
{
	static const struct graph_case cases[] = {
		{ "function to object", "int f(int);", "int (*f)(int);",
		  "break:symbol-kind" },
		{ "object to function", "int f;", "int f(void);", "break:symbol-kind" },
		{ "object to thread-local", "int f;", "thread int f;",
		  "break:symbol-kind" },
		{ "thread-local to object", "thread int f;", "int f;",
		  "break:symbol-kind" },
		{ "both thread-local", "thread int f;", "thread int f;", "" },
		{ "types of both thread-local", "thread int f;", "thread long f;",
		  "break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_symbol_noreturn(void)
{
	static const struct graph_case cases[] = {
		{ "relied on", "noreturn void f(int);", "void f(int);",
		  "break:noreturn" },
		{ "not relied on", "void f(int);", "noreturn void f(int);", "" },
		{ "both", "noreturn void f(int);", "noreturn void f(int);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

/* What is known of either side, and what is found. */
static void check_untyped(const char *consumer, const char *provider, bool know_consumer,
			  bool know_provider, const char *expected)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, consumer);
	graph_build(&have, provider);
	if (!know_consumer)
		want.provides.data[0].type.id = TYPE_NONE;
	if (!know_provider)
		have.provides.data[0].type.id = TYPE_NONE;
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	CU_ASSERT_STRING_EQUAL(found, expected);
}

static void test_rules_symbol_untyped(void)
{
	check_untyped("int f;", "long f;", false, true, "warning:untyped");
	check_untyped("int f;", "long f;", true, false, "warning:untyped");
	check_untyped("int f;", "long f;", false, false, "warning:untyped");
	check_untyped("int f;", "int f(void);", false, true, "break:symbol-kind");
	check_untyped("int f;", "int f;", true, true, "");
}

static void test_rules_symbol_kind_unknown(void)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, "int f;");
	graph_build(&have, "int f(void);");
	want.provides.data[0].kind = SYMBOL_UNKNOWN;
	want.provides.data[0].type.id = TYPE_NONE;
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	CU_ASSERT_STRING_EQUAL(found, "warning:untyped");
}

/* Whoever lacks it may not have been able to say it. */
static void check_reticent(const char *consumer, const char *provider,
			   bool consumer_reticent, bool provider_reticent,
			   const char *expected)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, consumer);
	graph_build(&have, provider);
	if (consumer_reticent)
		graph_make_reticent(&want);
	if (provider_reticent)
		graph_make_reticent(&have);
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	CU_ASSERT_STRING_EQUAL(found, expected);
}

static void test_rules_symbol_reticent(void)
{
	static const char *const plain = "struct s { int a; }; void f(struct s *);";
	static const char *const atomic =
		"struct s { _Atomic int a; }; void f(struct s *);";
	static const char *const small = "struct s { long a[2]; }; void f(struct s *);";
	static const char *const large =
		"struct aligned(16) s { long a[2]; }; void f(struct s *);";
	check_reticent(atomic, plain, false, true, "warning:atomic");
	check_reticent(plain, atomic, true, false, "warning:atomic");
	check_reticent(atomic, plain, true, false, "break:atomic");
	check_reticent(large, small, false, true, "warning:alignment");
	check_reticent(small, large, true, false, "warning:alignment");
	check_reticent(small, large, false, true, "break:alignment");
	check_reticent("_Alignas(64) int f;", "int f;", false, true, "warning:alignment");
	check_reticent("int f;", "_Alignas(64) int f;", false, false, "break:alignment");
	check_reticent("_Atomic int f;", "int f;", false, true, "warning:atomic");
}

static const struct test_case cases[] = {
	{ "symbol_kind", test_rules_symbol_kind },
	{ "symbol_noreturn", test_rules_symbol_noreturn },
	{ "symbol_untyped", test_rules_symbol_untyped },
	{ "symbol_kind_unknown", test_rules_symbol_kind_unknown },
	{ "symbol_reticent", test_rules_symbol_reticent },
	{ NULL, NULL },
};

const struct test_suite suite_rules_symbol = { .name = "rules_symbol", .cases = cases };
