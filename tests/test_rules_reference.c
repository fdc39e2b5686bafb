// SPDX-License-Identifier: BSD-3-Clause
#include "tests/graph_compare.h"
#include "tests/suite.h"

static void test_rules_reference_kind(void)
{
	static const struct graph_case cases[] = {
		{ "pointer to integer", "void f(void *);", "void f(unsigned long);",
		  "break:kind" },
		{ "integer to pointer", "void f(unsigned long);", "void f(void *);",
		  "break:kind" },
		{ "member to pointer", "struct s { long a; }; void f(struct s *);",
		  "struct s { struct s *a; }; void f(struct s *);", "break:kind" },
		{ "pointer to array", "struct s { char *a; }; void f(struct s *);",
		  "struct s { char a[8]; }; void f(struct s *);",
		  "break:alignment break:kind" },
		{ "one level more", "void f(const char *);", "void f(const char **);",
		  "break:kind" },
		{ "complex to struct", "void f(long double _Complex);",
		  "struct s { long double a, b; }; void f(struct s);", "break:kind" },
		{ "union to struct", "union p { int i; float f; }; void f(union p *);",
		  "struct p { int i; float f; }; void f(struct p *);", "break:kind" },
		{ "vector to array", "struct s { vector4 int a; }; void f(struct s *);",
		  "struct s { int a[4]; }; void f(struct s *);",
		  "break:alignment break:kind" },
		{ "reordered", "void f(const char *, long);",
		  "void f(long, const char *);", "break:kind break:kind" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_pointee(void)
{
	static const struct graph_case cases[] = {
		{ "struct to void", "struct s { int a; }; void f(struct s *);",
		  "void f(void *);", "warning:pointee" },
		{ "void to struct", "void f(void *);",
		  "struct s { int a; }; void f(struct s *);", "warning:pointee" },
		{ "void to int", "void f(void *);", "void f(int *);", "warning:pointee" },
		{ "void to opaque", "void f(void *);", "void f(struct s *);",
		  "warning:pointee" },
		{ "void to pointer", "void f(void *);", "void f(void **);",
		  "warning:pointee" },
		{ "const void to struct", "void f(const void *);",
		  "struct s { int a; }; void f(struct s *);",
		  "note:qualifier warning:pointee" },
		{ "void to function", "void f(void *);", "void f(int (*)(int));",
		  "break:pointee" },
		{ "function to void", "void f(int (*)(int));", "void f(void *);",
		  "break:pointee" },
		{ "function to struct", "void f(int (*)(int));",
		  "struct s { int a; }; void f(struct s *);", "break:kind" },
		{ "same void", "void f(void *);", "void f(void *);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_array_bound(void)
{
	static const struct graph_case cases[] = {
		{ "object", "int f[8];", "int f[4];", "break:array-bound" },
		{ "object, unknown here", "const int f[];", "const int f[5];",
		  "note:array-bound" },
		{ "object, unknown there", "const int f[5];", "const int f[];",
		  "note:array-bound" },
		{ "below a pointer", "void f(float (*)[4]);", "void f(float (*)[8]);",
		  "break:array-bound" },
		{ "unknown below a pointer", "void f(float (*)[]);",
		  "void f(float (*)[8]);", "note:array-bound" },
		{ "member", "struct s { char a[16]; int b; }; void f(struct s *);",
		  "struct s { char a[24]; int b; }; void f(struct s *);",
		  "break:array-bound break:member-moved break:size" },
		{ "transposed", "struct s { int a[2][3]; }; void f(struct s *);",
		  "struct s { int a[3][2]; }; void f(struct s *);",
		  "break:array-bound break:array-bound" },
		{ "became flexible", "struct s { int a; int b[1]; }; void f(struct s *);",
		  "struct s { int a; int b[]; }; void f(struct s *);",
		  "break:array-bound break:size" },
		{ "flexible and zero",
		  "struct s { int a; char b[]; }; void f(struct s *);",
		  "struct s { int a; char b[0]; }; void f(struct s *);", "" },
		{ "element grows",
		  "struct i { int a; }; struct s { int n; struct i v[]; }; void f(struct "
		  "s "
		  "*);",
		  "struct i { int a; int b; }; struct s { int n; struct i v[]; }; void "
		  "f(struct s *);",
		  "break:member-added break:size" },
		{ "parameter is a pointer", "int f(int v[8], const char n[]);",
		  "int f(int *v, const char *n);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_vector(void)
{
	static const struct graph_case cases[] = {
		{ "same", "void f(vector4 int);", "void f(vector4 int);", "" },
		{ "elements", "void f(vector4 int);", "void f(vector4 float);",
		  "break:base-kind" },
		{ "bytes are numbers", "void f(vector4 char);",
		  "void f(vector4 unsigned char);", "break:signedness" },
		{ "size", "void f(vector4 int);", "void f(vector4 double);",
		  "break:size break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_qualifier(void)
{
	static const struct graph_case cases[] = {
		{ "pointee const", "void f(int *);", "void f(const int *);",
		  "note:qualifier" },
		{ "no longer const", "void f(const int *);", "void f(int *);",
		  "note:qualifier" },
		{ "pointee volatile", "void f(int *);", "void f(volatile int *);",
		  "note:qualifier" },
		{ "restrict below a pointer", "void f(char **);",
		  "void f(char *restrict *);", "note:qualifier" },
		{ "member", "struct s { int a; }; void f(struct s *);",
		  "struct s { const int a; }; void f(struct s *);", "note:qualifier" },
		{ "elements of a member", "struct s { int a[2]; }; void f(struct s *);",
		  "struct s { const int a[2]; }; void f(struct s *);", "note:qualifier" },
		{ "top level", "const int f(char *const, volatile int);",
		  "int f(char *, int);", "" },
		{ "both const", "void f(const int *);", "void f(const int *);", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_object_became_const(void)
{
	static const struct graph_case cases[] = {
		{ "object", "int f;", "const int f;", "break:object-became-const" },
		{ "array", "short f[6];", "const short f[6];",
		  "break:object-became-const" },
		{ "rows", "short f[2][3];", "const short f[2][3];",
		  "break:object-became-const" },
		{ "struct", "struct s { int a; }; struct s f;",
		  "struct s { int a; }; const struct s f;", "break:object-became-const" },
		{ "no longer const", "const int f;", "int f;", "note:qualifier" },
		{ "array no longer const", "const int f[3];", "int f[3];",
		  "note:qualifier" },
		{ "volatile too", "int f;", "const volatile int f;",
		  "break:object-became-const note:qualifier" },
		{ "pointee only", "char *f;", "const char *f;", "note:qualifier" },
		{ "pointer itself", "char *f;", "char *const f;",
		  "break:object-became-const" },
		{ "pointee array", "int (*f)[3];", "const int (*f)[3];",
		  "note:qualifier" },
		{ "both", "const int f;", "const int f;", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_atomic(void)
{
	static const struct graph_case cases[] = {
		{ "member", "struct s { int a; }; void f(struct s *);",
		  "struct s { _Atomic int a; }; void f(struct s *);", "break:atomic" },
		{ "no longer", "_Atomic int f;", "int f;", "break:atomic" },
		{ "pointee", "void f(_Atomic long *);", "void f(long *);",
		  "break:atomic" },
		{ "both", "_Atomic int f;", "_Atomic int f;", "" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_reference_alignment(void)
{
	static const struct graph_case cases[] = {
		{ "object lowered", "_Alignas(64) float f[16];", "float f[16];",
		  "break:alignment" },
		{ "object raised", "float f[16];", "_Alignas(64) float f[16];",
		  "break:alignment" },
		{ "natural", "_Alignas(4) int f;", "int f;", "" },
		{ "pointee", "void f(_Alignas(16) int *);", "void f(int *);",
		  "break:alignment" },
		{ "struct", "struct v { double a[2]; }; void f(struct v *);",
		  "struct aligned(16) v { double a[2]; }; void f(struct v *);",
		  "break:alignment" },
		{ "member moves", "struct s { int a; int b; }; void f(struct s *);",
		  "struct s { int a; _Alignas(8) int b; }; void f(struct s *);",
		  "break:alignment break:member-moved break:size" },
		{ "packed", "struct s { char a; int b; }; void f(struct s *);",
		  "struct packed s { char a; int b; }; void f(struct s *);",
		  "break:alignment break:member-moved break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static const struct test_case cases[] = {
	{ "reference_kind", test_rules_reference_kind },
	{ "reference_pointee", test_rules_reference_pointee },
	{ "reference_array_bound", test_rules_reference_array_bound },
	{ "reference_vector", test_rules_reference_vector },
	{ "reference_qualifier", test_rules_reference_qualifier },
	{ "reference_object_became_const", test_rules_reference_object_became_const },
	{ "reference_atomic", test_rules_reference_atomic },
	{ "reference_alignment", test_rules_reference_alignment },
	{ NULL, NULL },
};

const struct test_suite suite_rules_reference = { .name = "rules_reference",
						  .cases = cases };
