// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_compare.h"
#include "tests/suite.h"

static void test_rules_base_size(void)
{
	static const struct graph_case cases[] = {
		{ "widened", "void f(int);", "void f(long);", "break:size" },
		{ "narrowed", "void f(long);", "void f(int);", "break:size" },
		{ "bool to int", "void f(_Bool *);", "void f(int *);", "break:size" },
		{ "float to double", "void f(float);", "void f(double);", "break:size" },
		{ "int to double", "void f(int *);", "void f(double *);", "break:size" },
		{ "complex", "void f(float _Complex);", "void f(double _Complex);",
		  "break:size" },
		{ "object", "short f;", "int f;", "break:size" },
		{ "same", "long f(long, float);", "long f(long, float);", "" },
		{ "two arguments", "void f(int, int);", "void f(long, long);",
		  "break:size break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_base_kind(void)
{
	static const struct graph_case cases[] = {
		{ "int to float", "void f(int);", "void f(float);", "break:base-kind" },
		{ "float to int", "void f(float);", "void f(int);", "break:base-kind" },
		{ "bool to char", "void f(_Bool);", "void f(unsigned char);",
		  "break:base-kind" },
		{ "complex to double", "void f(float _Complex *);", "void f(double *);",
		  "break:base-kind" },
		{ "in a struct", "struct s { int a; float b; }; void f(struct s *);",
		  "struct s { int a; int b; }; void f(struct s *);", "break:base-kind" },
		{ "bits that count", "void f(_BitInt(17));", "void f(_BitInt(18));",
		  "break:base-kind" },
		{ "same bits", "void f(_BitInt(17));", "void f(_BitInt(17));", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_base_float_format(void)
{
	static const struct graph_case cases[] = {
		{ "x87 to IEEE", "void f(long double *);", "void f(_Float128 *);",
		  "break:float-format" },
		{ "IEEE to x87", "void f(_Float128 *);", "void f(long double *);",
		  "break:float-format" },
		{ "decimal", "void f(_Decimal64);", "void f(double);",
		  "break:float-format" },
		{ "same", "void f(long double);", "void f(long double);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_base_signedness(void)
{
	static const struct graph_case cases[] = {
		{ "argument", "void f(unsigned);", "void f(int);", "break:signedness" },
		{ "the other way", "void f(int);", "void f(unsigned);",
		  "break:signedness" },
		{ "byte by value", "void f(unsigned char);", "void f(char);",
		  "break:signedness" },
		{ "byte result", "char f(void);", "unsigned char f(void);",
		  "break:signedness" },
		{ "byte member", "struct s { char a; }; void f(struct s *);",
		  "struct s { unsigned char a; }; void f(struct s *);",
		  "break:signedness" },
		{ "byte pointee", "void f(char *);", "void f(unsigned char *);",
		  "note:signedness" },
		{ "the other way", "void f(const unsigned char *);",
		  "void f(const char *);", "note:signedness" },
		{ "bytes of an array", "struct s { char a[4]; }; void f(struct s *);",
		  "struct s { unsigned char a[4]; }; void f(struct s *);",
		  "note:signedness" },
		{ "rows of bytes", "char f[4][4];", "unsigned char f[4][4];",
		  "note:signedness" },
		{ "wide pointee", "void f(unsigned *);", "void f(int *);",
		  "break:signedness" },
		{ "wide elements", "short f[4];", "unsigned short f[4];",
		  "break:signedness" },
		{ "16 bytes", "void f(__int128);", "void f(unsigned __int128);",
		  "break:signedness" },
		{ "char spellings", "void f(char *, char);",
		  "void f(signed char *, signed char);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_base_other(void)
{
	static const struct graph_case cases[] = {
		{ "same name", "void f(other nullptr_t);", "void f(other nullptr_t);",
		  "" },
		{ "argument", "void f(other one);", "void f(other two);", "break:kind" },
		{ "pointee", "void f(other one *);", "void f(other two *);",
		  "break:pointee" },
		{ "member", "struct s { other one a; }; void f(struct s *);",
		  "struct s { other two a; }; void f(struct s *);", "break:member-type" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static const struct test_case cases[] = {
	{ "base_size", test_rules_base_size },
	{ "base_kind", test_rules_base_kind },
	{ "base_float_format", test_rules_base_float_format },
	{ "base_signedness", test_rules_base_signedness },
	{ "base_other", test_rules_base_other },
	{ NULL, NULL },
};

const struct test_suite suite_rules_base = { .name = "rules_base", .cases = cases };
