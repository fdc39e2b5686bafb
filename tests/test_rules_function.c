// SPDX-License-Identifier: BSD-3-Clause
#include "base/scope.h"
#include "tests/graph_build.h"
#include "tests/graph_compare.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <stdio.h>
#include <string.h>

static void test_rules_function_parameters(void)
{
	static const struct graph_case cases[] = {
		{ "added", "int f(const char *);", "int f(const char *, int);",
		  "break:parameter-count" },
		{ "removed", "int f(int, int);", "int f(int);", "break:parameter-count" },
		{ "to none", "int f(int);", "int f(void);", "break:parameter-count" },
		{ "of a callback", "int f(int (*)(const char *));",
		  "int f(int (*)(const char *, void *));", "break:parameter-count" },
		{ "of a callback, widened", "int f(void (*)(int));",
		  "int f(void (*)(long));", "break:size" },
		{ "of a result", "int (*f(int))(const char *);",
		  "int (*f(int))(const char *, int);", "break:parameter-count" },
		{ "names", "int f(int row, int column);", "int f(int column, int row);",
		  "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_function_variadic(void)
{
	static const struct graph_case cases[] = {
		{ "became", "int f(const char *);", "int f(const char *, ...);",
		  "break:variadic" },
		{ "no longer", "int f(const char *, ...);", "int f(const char *);",
		  "break:variadic" },
		{ "both", "int f(const char *, ...);", "int f(const char *, ...);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_function_calling_convention(void)
{
	static const struct graph_case cases[] = {
		{ "explicit against none", "int f(int);", "ms_abi int f(int);",
		  "break:calling-convention" },
		{ "none against explicit", "ms_abi int f(int);", "int f(int);",
		  "break:calling-convention" },
		{ "both", "ms_abi int f(int);", "ms_abi int f(int);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_function_result(void)
{
	static const struct graph_case cases[] = {
		{ "became void", "int f(int);", "void f(int);", "break:return-type" },
		{ "now returned", "void f(int);", "int f(int);",
		  "warning:return-ignored" },
		{ "now a pointer", "void f(int);", "char *f(int);",
		  "warning:return-ignored" },
		{ "small struct", "void f(int);",
		  "struct r { long a, b; }; struct r f(int);", "warning:return-ignored" },
		{ "struct in memory", "void f(int);",
		  "struct r { long a, b, c; }; struct r f(int);", "break:return-type" },
		{ "widened", "int f(void);", "long f(void);", "break:size" },
		{ "callback now returns", "void f(void (*)(int));",
		  "void f(int (*)(int));", "break:return-type" },
		{ "callback no longer returns", "void f(int (*)(int));",
		  "void f(void (*)(int));", "break:return-type" },
		{ "below a member",
		  "struct o { void (*stop)(int); }; void f(struct o *);",
		  "struct o { int (*stop)(int); }; void f(struct o *);",
		  "break:return-type" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_function_result_in_memory(void)
{
	static const char memory[] = "break:return-type";
	static const char registers[] = "warning:return-ignored";
	static const struct {
		uint16_t machine;
		const char *provider, *expected;
	} cases[] = {
		{ EM_X86_64, "struct r { char a; long b; }; struct r f(int);",
		  registers },
		{ EM_X86_64, "struct packed r { char a; long b; }; struct r f(int);",
		  memory },
		{ EM_X86_64, "struct packed r { long a; char b; }; struct r f(int);",
		  registers },
		{ EM_X86_64, "struct r { long a, b, c; }; struct r f(int);", memory },
		{ EM_X86_64, "vector4 int f(int);", registers },
		{ EM_X86_64, "vector4 double f(int);", memory },
		{ EM_386, "struct r { int a; }; struct r f(int);", memory },
		{ EM_386, "int f(int);", registers },
		{ EM_ARM, "struct r { int a; }; struct r f(int);", registers },
		{ EM_ARM, "struct r { int a, b; }; struct r f(int);", memory },
		{ EM_AARCH64, "struct r { double a, b, c, d; }; struct r f(int);",
		  registers },
		{ EM_AARCH64, "struct r { long a, b, c; }; struct r f(int);", memory },
		{ EM_X86_64, "__int128 f(int);", registers },
		{ EM_X86_64, "_Float16 f(int);", registers },
		{ EM_X86_64, "_Float128 f(int);", registers },
		{ EM_X86_64, "_Decimal128 f(int);", registers },
		{ EM_X86_64, "double _Complex f(int);", registers },
		{ EM_X86_64, "_Float128 _Complex f(int);", memory },
		{ EM_386, "_Decimal64 f(int);", registers },
		{ EM_386, "_Decimal128 f(int);", memory },
		{ EM_386, "float _Complex f(int);", registers },
		{ EM_386, "double _Complex f(int);", memory },
		{ EM_AARCH64, "__int128 f(int);", registers },
		{ EM_AARCH64, "_Float128 _Complex f(int);", registers },
		{ EM_PPC64, "_Float128 _Complex f(int);", registers },
		{ EM_PPC64, "vector4 double f(int);", memory },
		{ EM_RISCV, "double _Complex f(int);", registers },
		{ EM_RISCV, "_Float128 _Complex f(int);", memory },
		{ EM_S390, "_Decimal64 f(int);", registers },
		{ EM_S390, "double f(int);", registers },
		{ EM_S390, "long f(int);", registers },
		{ EM_S390, "__int128 f(int);", memory },
		{ EM_S390, "_Float128 f(int);", memory },
		{ EM_S390, "_Decimal128 f(int);", memory },
		{ EM_S390, "float _Complex f(int);", memory },
		{ EM_S390, "vector4 int f(int);", memory },
		{ EM_S390, "other complex_integer f(int);", memory },
		{ EM_X86_64, "other complex_integer f(int);", registers },
		{ EM_X86_64, "either(__int128, long) f(int);", registers },
		{ EM_X86_64, "struct r { long a[3]; }; either(long, struct r) f(int);",
		  memory },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCOPED(stamp_deinit) struct stamp want, have;
		graph_build(&want, "void f(int);");
		graph_build(&have, cases[i].provider);
		want.toolchain.machine = have.toolchain.machine = cases[i].machine;
		want.toolchain.elf_class =
			cases[i].machine == EM_386 || cases[i].machine == EM_ARM
				? ELFCLASS32
				: ELFCLASS64;
		SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
		CU_ASSERT_STRING_EQUAL(found, cases[i].expected);
		if (strcmp(found, cases[i].expected) != 0)
			printf("# %s: found \"%s\"\n", cases[i].provider, found);
	}
}

static void test_rules_function_unprototyped(void)
{
	static const struct graph_case cases[] = {
		{ "neither", "int f();", "int f();", "" },
		{ "now prototyped", "int f();", "int f(int);", "warning:unprototyped" },
		{ "no longer", "int f(int, char *);", "int f();",
		  "warning:unprototyped" },
		{ "no parameters", "int f();", "int f(void);", "warning:unprototyped" },
		{ "variadic", "int f();", "int f(int, ...);", "break:unprototyped" },
		{ "the other way", "int f(int, ...);", "int f();", "break:unprototyped" },
		{ "float is passed as double", "int f();", "int f(float);",
		  "break:unprototyped" },
		{ "short is passed as int", "int f();", "int f(int, short);",
		  "break:unprototyped" },
		{ "known, same", "int f(old: int, char *);", "int f(int, char *);",
		  "warning:unprototyped" },
		{ "known, promoted", "int f(double, int);", "int f(old: float, short);",
		  "warning:unprototyped" },
		{ "known, not as promoted", "int f(float);", "int f(old: float);",
		  "break:unprototyped" },
		{ "known, another size", "int f(long);", "int f(old: int);",
		  "break:size warning:unprototyped" },
		{ "known, another kind", "int f(char *);", "int f(old: int);",
		  "break:kind warning:unprototyped" },
		{ "known, another count", "int f(int, int);", "int f(old: int);",
		  "break:parameter-count warning:unprototyped" },
		{ "known against unknown", "int f();", "int f(old: int);", "" },
		{ "both known", "int f(old: int);", "int f(old: long);", "break:size" },
		{ "result counts", "int f();", "long f(int);",
		  "break:size warning:unprototyped" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static const struct test_case cases[] = {
	{ "function_parameters", test_rules_function_parameters },
	{ "function_variadic", test_rules_function_variadic },
	{ "function_calling_convention", test_rules_function_calling_convention },
	{ "function_result", test_rules_function_result },
	{ "function_result_in_memory", test_rules_function_result_in_memory },
	{ "function_unprototyped", test_rules_function_unprototyped },
	{ NULL, NULL },
};

const struct test_suite suite_rules_function = { .name = "rules_function",
						 .cases = cases };
