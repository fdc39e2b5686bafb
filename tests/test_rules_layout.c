// SPDX-License-Identifier: BSD-3-Clause
#include "base/scope.h"
#include "tests/graph_build.h"
#include "tests/graph_compare.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <stdio.h>
#include <string.h>

#define F " void f(struct s *);"
#define U " void f(union u *);"

static void test_rules_layout_members(void)
{
	static const struct graph_case cases[] = {
		{ "same", "struct s { int a, b; };" F, "struct s { int a, b; };" F, "" },
		{ "inserted", "struct s { int a; int b; };" F,
		  "struct s { int a; int n; int b; };" F,
		  "break:member-added break:member-moved break:size" },
		{ "removed from the middle", "struct s { long a; long n; long b; };" F,
		  "struct s { long a; long b; };" F,
		  "break:member-moved break:member-removed break:size" },
		{ "added at the end", "struct s { long a; };" F,
		  "struct s { long a, b; };" F, "break:member-added break:size" },
		{ "removed at the end", "struct s { long a, b; };" F,
		  "struct s { long a; };" F, "break:member-removed break:size" },
		{ "into padding", "struct s { char a; int b; };" F,
		  "struct s { char a; char n; int b; };" F, "break:member-added" },
		{ "into tail padding", "struct s { void *a; int b; };" F,
		  "struct s { void *a; int b; int n; };" F, "break:member-added" },
		{ "left padding", "struct s { char a; char n[3]; int b; };" F,
		  "struct s { char a; int b; };" F, "break:member-removed" },
		{ "reordered", "struct s { int a; long b; };" F,
		  "struct s { long b; int a; };" F,
		  "break:member-moved break:member-moved" },
		{ "swapped", "struct s { int a, b; };" F, "struct s { int b, a; };" F,
		  "break:member-moved break:member-moved" },
		{ "by value", "struct s { long a, b; }; void f(struct s);",
		  "struct s { long a, b, c; }; void f(struct s);",
		  "break:member-added break:size" },
		{ "moved and changed", "struct s { int a; int b; };" F,
		  "struct s { long a; float b; };" F,
		  "break:alignment break:base-kind break:member-moved break:size "
		  "break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_layout_nested(void)
{
	static const struct graph_case cases[] = {
		{ "inner grows",
		  "struct p { int x, y; }; struct s { struct p o; int c; };" F,
		  "struct p { int x, y, z; }; struct s { struct p o; int c; };" F,
		  "break:member-added break:member-moved break:size break:size" },
		{ "inner renamed member",
		  "struct p { int x, y; }; struct s { struct p o[4]; int c; };" F,
		  "struct p { int x, row; }; struct s { struct p o[4]; int c; };" F,
		  "warning:member-renamed" },
		{ "element grows",
		  "struct p { int x; }; struct s { struct p v[16]; int n; };" F,
		  "struct p { int x; int y; }; struct s { struct p v[16]; int n; };" F,
		  "break:member-added break:member-moved break:size break:size" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_layout_renamed(void)
{
	static const struct graph_case cases[] = {
		{ "member", "struct s { int a; int colour; };" F,
		  "struct s { int a; int color; };" F, "warning:member-renamed" },
		{ "another type", "struct s { int a; int b; };" F,
		  "struct s { int a; float n; };" F,
		  "break:member-added break:member-removed" },
		{ "a name that was elsewhere", "struct s { unsigned head, tail; };" F,
		  "struct s { unsigned tail, mask; };" F,
		  "break:member-added break:member-moved break:member-removed" },
		{ "a pointer to the same struct",
		  "struct t { int a; }; struct s { struct t *x; };" F,
		  "struct t { int a, b; }; struct s { struct t *y; };" F,
		  "break:member-added break:size warning:member-renamed" },
		{ "a pointer to another struct",
		  "struct t { int a; }; struct s { struct t *x; };" F,
		  "struct u { long b; }; struct s { struct u *y; };" F,
		  "break:member-added break:member-removed" },
		{ "a pointer to itself", "struct s { struct s *x; };" F,
		  "struct s { struct s *y; };" F, "warning:member-renamed" },
		{ "a pointer to itself, under another tag",
		  "struct a { struct a *x; int v; }; void f(struct a *);",
		  "struct b { struct b *y; int v; }; void f(struct b *);",
		  "warning:member-renamed warning:tag-renamed" },
		{ "two of them", "struct s { int a, b; };" F, "struct s { int c, d; };" F,
		  "warning:member-renamed warning:member-renamed" },
		{ "bit-field", "struct s { unsigned a : 3, b : 1, c : 5; };" F,
		  "struct s { unsigned a : 3, n : 1, c : 5; };" F,
		  "warning:member-renamed" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_layout_anonymous(void)
{
	static const struct graph_case cases[] = {
		{ "wrapped", "struct s { int k; int x; int y; int t; };" F,
		  "struct s { int k; struct { int x; int y; }; int t; };" F, "" },
		{ "union of one", "struct s { union { struct { long w; }; }; int t; };" F,
		  "struct s { long w; int t; };" F, "" },
		{ "regrouped",
		  "struct s { int k; union { struct { int a, b; }; double r; struct { "
		  "char t[4]; char u[4]; }; }; };" F,
		  "struct s { int k; union { struct { int a, b; }; union { double r; "
		  "struct { char t[4]; struct { char u[4]; }; }; }; }; };" F,
		  "" },
		{ "reordered inside", "struct s { int k; struct { short x, y; }; };" F,
		  "struct s { int k; struct { short y, x; }; };" F,
		  "break:member-moved break:member-moved" },
		{ "wrapped and padded", "struct s { int x; char a; char b; };" F,
		  "struct s { struct { int x; char a; }; char b; };" F,
		  "break:member-moved break:size" },
		{ "alternative added",
		  "struct s { int k; union { int a; float b; }; };" F,
		  "struct s { int k; union { int a; float b; char c[4]; }; };" F,
		  "note:union-member-added" },
		{ "alternative of two added",
		  "struct s { union { long a; double b; }; };" F,
		  "struct s { union { long a; double b; struct { int c, d; }; }; };" F,
		  "note:union-member-added note:union-member-added" },
		{ "alternative within the union's size",
		  "struct s { union { char a[5]; int b; }; long c; };" F,
		  "struct s { union { char a[5]; int b; char n[8]; }; long c; };" F,
		  "note:union-member-added" },
		{ "alternative into padding",
		  "struct s { union { int a; float b; }; long c; };" F,
		  "struct s { union { int a; float b; char n[8]; }; long c; };" F,
		  "break:member-added" },
		{ "became a union, into padding", "struct s { int a; long c; };" F,
		  "struct s { int a; union { int x; float y; }; long c; };" F,
		  "break:member-added break:member-added" },
		{ "member became a union", "struct s { int a; long c; };" F,
		  "struct s { union { int a; float n; }; long c; };" F,
		  "note:union-member-added" },
		{ "alternative removed", "struct s { union { int a; float b; }; };" F,
		  "struct s { int a; };" F, "break:union-member-removed" },
		{ "added inside a known alternative",
		  "struct s { union { struct { int a; }; long b; }; };" F,
		  "struct s { union { struct { int a; int n; }; long b; }; };" F,
		  "break:member-added" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_layout_union(void)
{
	static const struct graph_case cases[] = {
		{ "reordered", "union u { long a; double b; };" U,
		  "union u { double b; long a; };" U, "" },
		{ "added", "union u { long a; void *b; };" U,
		  "union u { long a; void *b; double c; };" U,
		  "note:union-member-added" },
		{ "added, larger", "union u { long a; };" U,
		  "union u { long a; char t[16]; };" U,
		  "break:size note:union-member-added" },
		{ "added, more aligned", "union u { char a[8]; };" U,
		  "union u { char a[8]; long b; };" U,
		  "break:alignment note:union-member-added" },
		{ "removed", "union u { long a; double b; };" U, "union u { long a; };" U,
		  "break:union-member-removed" },
		{ "renamed", "union u { long a; double b; };" U,
		  "union u { long a; double c; };" U, "warning:member-renamed" },
		{ "type changed", "union u { char a[4]; int b; };" U,
		  "union u { char a[4]; float b; };" U, "break:base-kind" },
		{ "grows inside a struct",
		  "union u { long a; }; struct s { int k; union u b; int c; };" F,
		  "union u { long a; long w[2]; }; struct s { int k; union u b; int c; "
		  "};" F,
		  "break:member-moved break:size break:size note:union-member-added" },
		{ 0 }
	};
	graph_check_cases(cases);
}

static void test_rules_layout_bit_fields(void)
{
	static const struct graph_case cases[] = {
		{ "last width", "struct s { unsigned a : 3, b : 5; };" F,
		  "struct s { unsigned a : 3, b : 7; };" F, "break:bit-size" },
		{ "width moves the next", "struct s { unsigned a : 3, b : 5; };" F,
		  "struct s { unsigned a : 4, b : 5; };" F,
		  "break:bit-size break:member-moved" },
		{ "swapped", "struct s { unsigned a : 4, b : 4; };" F,
		  "struct s { unsigned b : 4, a : 4; };" F,
		  "break:member-moved break:member-moved" },
		{ "sign", "struct s { unsigned a : 3, b : 29; };" F,
		  "struct s { int a : 3; unsigned b : 29; };" F, "break:signedness" },
		{ "declared type", "struct s { unsigned a : 3; unsigned long b : 5; };" F,
		  "struct s { unsigned long a : 3; unsigned b : 5; };" F, "" },
		{ "bool", "struct s { unsigned a : 1; unsigned b : 31; };" F,
		  "struct s { _Bool a : 1; unsigned b : 31; };" F, "" },
		{ "storage unit", "struct s { unsigned a : 3, b : 5; };" F,
		  "struct s { unsigned char a : 3, b : 5; };" F,
		  "break:alignment break:size" },
		{ "unnamed inserted", "struct s { unsigned a : 3; unsigned b : 5; };" F,
		  "struct s { unsigned a : 3; unsigned : 2; unsigned b : 5; };" F,
		  "break:member-moved" },
		{ "unnamed got a name",
		  "struct s { unsigned a : 3; unsigned : 5; unsigned b : 8; };" F,
		  "struct s { unsigned a : 3; unsigned m : 5; unsigned b : 8; };" F,
		  "break:member-added" },
		{ "unnamed split",
		  "struct s { unsigned a : 3; unsigned : 5; unsigned b : 8; };" F,
		  "struct s { unsigned a : 3; unsigned : 2; unsigned : 3; unsigned b : "
		  "8; "
		  "};" F,
		  "" },
		{ "separator", "struct s { unsigned a : 3; unsigned b : 5; };" F,
		  "struct s { unsigned a : 3; unsigned : 0; unsigned b : 5; };" F,
		  "break:member-moved break:size" },
		{ "became whole, same width", "struct s { unsigned a : 32; };" F,
		  "struct s { unsigned a; };" F, "" },
		{ "became whole, wider", "struct s { unsigned a : 31; };" F,
		  "struct s { unsigned a; };" F, "break:bit-size" },
		{ "became a float", "struct s { unsigned a : 32; };" F,
		  "struct s { float a; };" F, "break:member-type" },
		{ "became a pointer", "struct s { unsigned long a : 64; };" F,
		  "struct s { void *a; };" F, "break:kind" },
		{ 0 }
	};
	graph_check_cases(cases);
}

/* How unions travel by value is a matter of the machine. */
struct value_case {
	const char *name;
	uint16_t machine;
	const char *consumer, *provider;
	const char *expected;
};

static void check_value(const struct value_case *at)
{
	SCOPED(stamp_deinit) struct stamp want, have;
	graph_build(&want, at->consumer);
	graph_build(&have, at->provider);
	want.toolchain.machine = have.toolchain.machine = at->machine;
	SCOPED_FREE char *found = graph_compare_stamps(&want, &have, NULL);
	bool same = strcmp(found, at->expected) == 0;
	CU_ASSERT(same);
	if (!same)
		printf("# %s: found \"%s\", expected \"%s\"\n", at->name, found,
		       at->expected);
}

#define V " int f(union v);"
#define ADDED "note:union-member-added"
#define BROKEN "break:union-member-added"

static void test_rules_layout_union_by_value(void)
{
	static const struct value_case cases[] = {
		{ "integer added", EM_X86_64, "union v { double d; };" V,
		  "union v { double d; long l; };" V, BROKEN },
		{ "no part of a call", EM_X86_64,
		  "union v { double d; }; int f(union v *);",
		  "union v { double d; long l; }; int f(union v *);", ADDED },
		{ "same register", EM_X86_64, "union v { long l; };" V,
		  "union v { long l; void *p; };" V, ADDED },
		{ "integers win", EM_X86_64, "union v { long l; };" V,
		  "union v { long l; double d; };" V, ADDED },
		{ "float beside double", EM_X86_64, "union v { double d; };" V,
		  "union v { double d; float f; };" V, ADDED },
		{ "vector and floats", EM_X86_64, "union v { vector4 float q; };" V,
		  "union v { vector4 float q; float f[4]; };" V, BROKEN },
		{ "in memory anyway", EM_X86_64, "union v { double d[4]; };" V,
		  "union v { double d[4]; long l; };" V, ADDED },
		{ "result", EM_X86_64, "union v { double d; }; union v f(void);",
		  "union v { double d; long l; }; union v f(void);", BROKEN },
		{ "anonymous", EM_X86_64,
		  "struct s { int k; union { double d; }; }; int f(struct s);",
		  "struct s { int k; union { double d; long l; }; }; int f(struct s);",
		  BROKEN },
		{ "beside an integer", EM_X86_64,
		  "struct s { int k; union { float a; }; }; int f(struct s);",
		  "struct s { int k; union { float a; int b; }; }; int f(struct s);",
		  ADDED },
		{ "elements", EM_X86_64,
		  "union v { float a; }; struct s { union v u[2]; }; int f(struct s);",
		  "union v { float a; int b; }; struct s { union v u[2]; }; "
		  "int f(struct s);",
		  BROKEN },
		{ "behind a pointer in a value", EM_X86_64,
		  "union v { double d; }; struct s { union v *u; }; int f(struct s);",
		  "union v { double d; long l; }; struct s { union v *u; }; "
		  "int f(struct s);",
		  ADDED },
		{ "by pointer first", EM_X86_64,
		  "union v { double d; }; int a(union v *); int b(union v);",
		  "union v { double d; long l; }; int a(union v *); int b(union v);",
		  BROKEN " " ADDED },
		{ "by a callback", EM_X86_64,
		  "union v { double d; }; int f(void (*)(union v));",
		  "union v { double d; void *p; }; int f(void (*)(union v));", BROKEN },
		{ "on the stack", EM_386, "union v { double d; };" V,
		  "union v { double d; long l; };" V, ADDED },
		{ "four floats", EM_AARCH64, "union v { double d[4]; };" V,
		  "union v { double d[4]; long l; };" V, BROKEN },
		{ "five floats", EM_AARCH64, "union v { double d[5]; };" V,
		  "union v { double d[5]; long l; };" V, ADDED },
		{ "floats of two sizes", EM_AARCH64, "union v { double d; };" V,
		  "union v { double d; float f; };" V, BROKEN },
		{ "float and half floats", EM_X86_64, "union v { float f; };" V,
		  "union v { float f; _Float16 h[2]; };" V, ADDED },
		{ "half float and integer", EM_X86_64, "union v { _Float16 h; };" V,
		  "union v { _Float16 h; short s; };" V, BROKEN },
		{ "float and half floats", EM_AARCH64, "union v { float f; };" V,
		  "union v { float f; _Float16 h[2]; };" V, BROKEN },
		{ "four half floats", EM_AARCH64, "union v { _Float16 h[4]; };" V,
		  "union v { _Float16 h[4]; _Float16 first; };" V, ADDED },
		{ "complex and its parts", EM_X86_64, "union v { float _Complex z; };" V,
		  "union v { float _Complex z; float f[2]; };" V, ADDED },
		{ "complex and a double", EM_X86_64, "union v { double d; };" V,
		  "union v { double d; float _Complex z; };" V, ADDED },
		{ "complex and an integer", EM_X86_64, "union v { float _Complex z; };" V,
		  "union v { float _Complex z; int i; };" V, BROKEN },
		{ "second part and an integer", EM_X86_64,
		  "union v { double _Complex z; };" V,
		  "union v { double _Complex z; struct { double d; long l; }; };" V,
		  BROKEN " " BROKEN },
		{ "complex in memory", EM_X86_64,
		  "union v { long double _Complex z; };" V,
		  "union v { long double _Complex z; char c[32]; };" V, ADDED },
		{ "complex and its parts", EM_AARCH64, "union v { float _Complex z; };" V,
		  "union v { float _Complex z; float f[2]; };" V, ADDED },
		{ "complex and a double", EM_AARCH64, "union v { double d; };" V,
		  "union v { double d; float _Complex z; };" V, BROKEN },
		{ "quad and vector", EM_X86_64, "union v { _Float128 q; };" V,
		  "union v { _Float128 q; vector4 float w; };" V, ADDED },
		{ "quad and decimal", EM_X86_64, "union v { _Float128 q; };" V,
		  "union v { _Float128 q; _Decimal128 d; };" V, ADDED },
		{ "quad and doubles", EM_X86_64, "union v { _Float128 q; };" V,
		  "union v { _Float128 q; double d[2]; };" V, BROKEN },
		{ "decimal and double", EM_X86_64, "union v { _Decimal64 d; };" V,
		  "union v { _Decimal64 d; double b; };" V, ADDED },
		{ "decimal and integer", EM_X86_64, "union v { _Decimal64 d; };" V,
		  "union v { _Decimal64 d; long l; };" V, BROKEN },
		{ "wide integer and two", EM_X86_64, "union v { __int128 i; };" V,
		  "union v { __int128 i; long l[2]; };" V, ADDED },
		{ "wide integer and quad", EM_X86_64, "union v { __int128 i; };" V,
		  "union v { __int128 i; _Float128 q; };" V, ADDED },
		{ "quad and wide integer", EM_X86_64, "union v { _Float128 q; };" V,
		  "union v { __int128 i; _Float128 q; };" V, BROKEN },
		{ "wide integer and x87", EM_X86_64, "union v { __int128 i; };" V,
		  "union v { __int128 i; long double x; };" V, ADDED },
		{ "x87 and wide integer", EM_X86_64, "union v { long double x; };" V,
		  "union v { long double x; __int128 i; };" V, BROKEN },
		{ "x87 and double", EM_X86_64, "union v { long double x; };" V,
		  "union v { long double x; double d; };" V, BROKEN },
		{ "half an x87 and integer", EM_X86_64, "union v { long double x; };" V,
		  "union v { long double x; long l; };" V, BROKEN },
		{ "in memory by x87", EM_X86_64,
		  "union v { long double x; double d; };" V,
		  "union v { long double x; double d; long l; };" V, ADDED },
		{ "units disagree", EM_X86_64, "union v { either(double, float) d; };" V,
		  "union v { either(double, float) d; int i; };" V, BROKEN },
		{ "units disagree, in one register", EM_X86_64,
		  "union v { either(long, double) d; };" V,
		  "union v { either(long, double) d; double e; };" V, ADDED },
		{ "other machine", EM_RISCV, "union v { double d; };" V,
		  "union v { double d; long l; };" V, BROKEN },
		{ 0 }
	};
	for (const struct value_case *at = cases; at->name; at++)
		check_value(at);
}

static const struct test_case cases[] = {
	{ "layout_members", test_rules_layout_members },
	{ "layout_nested", test_rules_layout_nested },
	{ "layout_renamed", test_rules_layout_renamed },
	{ "layout_anonymous", test_rules_layout_anonymous },
	{ "layout_union", test_rules_layout_union },
	{ "layout_union_by_value", test_rules_layout_union_by_value },
	{ "layout_bit_fields", test_rules_layout_bit_fields },
	{ NULL, NULL },
};

const struct test_suite suite_rules_layout = { .name = "rules_layout", .cases = cases };
