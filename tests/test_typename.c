// SPDX-License-Identifier: BSD-3-Clause
#include "verify/typename.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/graph_build.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static void check_symbol(const struct stamp *stamp, const struct stamp_symbol *symbol,
			 const char *expected)
{
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	typename_declare(&text, &stamp->graph, symbol->type, symbol->name);
	buffer_u8(&text, '\0');
	CU_ASSERT_FATAL(text.data != NULL);
	CU_ASSERT_STRING_EQUAL((const char *)text.data, expected);
	if (strcmp((const char *)text.data, expected) != 0)
		printf("# found \"%s\", expected \"%s\"\n", text.data, expected);
}

static void test_typename_declare(void)
{
	static const char *const declarations[][2] = {
		{ "int f;", "int f" },
		{ "const unsigned char *f;", "const unsigned char *f" },
		{ "char *const f;", "char *const f" },
		{ "char *const *f;", "char *const *f" },
		{ "int f[3];", "int f[3]" },
		{ "int f[2][3];", "int f[2][3]" },
		{ "int f[];", "int f[]" },
		{ "int (*f)[3];", "int (*f)[3]" },
		{ "int *f[3];", "int *f[3]" },
		{ "int f(void);", "int f(void)" },
		{ "int f();", "int f()" },
		{ "int f(const struct config *, ...);",
		  "int f(const struct config *, ...)" },
		{ "void (*f)(int);", "void (*f)(int)" },
		{ "void (*f[4])(int);", "void (*f[4])(int)" },
		{ "int (*f(int, int (*)(char)))(char);",
		  "int (*f(int, int (*)(char)))(char)" },
		{ "void f(char *(*)[2]);", "void f(char *(*)[2])" },
		{ "long f;", "int64_t f" },
		{ "unsigned long f;", "uint64_t f" },
		{ "long double _Complex f;", "long double _Complex f" },
		{ "_Float128 f;", "_Float128 f" },
		{ "_Decimal64 f;", "_Decimal64 f" },
		{ "unsigned __int128 f;", "unsigned __int128 f" },
		{ "_BitInt(17) f;", "_BitInt(17) f" },
		{ "_Bool f;", "_Bool f" },
		{ "other nullptr_t f;", "nullptr_t f" },
		{ "vector4 float f;", "float __attribute__((vector_size(16))) f" },
		{ "struct { int a; } f;", "struct {...} f" },
		{ "volatile _Atomic int f;", "volatile _Atomic int f" },
		{ "enum e { A } f;", "enum e f" },
		{ "union u *f;", "union u *f" },
	};
	for (size_t i = 0; i < sizeof(declarations) / sizeof(*declarations); i++) {
		SCOPED(stamp_deinit) struct stamp stamp;
		graph_build(&stamp, declarations[i][0]);
		CU_ASSERT_EQUAL_FATAL(stamp.provides.count, 1);
		check_symbol(&stamp, &stamp.provides.data[0], declarations[i][1]);
	}
}

static void test_typename_append_abstract(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	graph_build(&stamp, "void (*f)(const char *const, int (*)[2]);");
	typename_append(&text, &stamp.graph, stamp.provides.data[0].type);
	buffer_u8(&text, '\0');
	CU_ASSERT_STRING_EQUAL((const char *)text.data,
			       "void (*)(const char *, int (*)[2])");
}

/* A pointer to itself, and a function that takes itself: no C, but bytes can say it. */
static void test_typename_append_is_bounded(void)
{
	SCOPED(graph_deinit) struct graph graph = { 0 };
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	struct type pointer = { .kind = TYPE_POINTER, .size = 8, .target = { .id = 1 } };
	struct type function = { .kind = TYPE_FUNCTION,
				 .target = { .id = 2 },
				 .count = 40 };
	uint32_t id;
	for (unsigned i = 0; i < 40; i++)
		CU_ASSERT_FATAL(
			vector_push(&graph.params, ((struct type_ref){ .id = 2 })));
	CU_ASSERT_PTR_NULL(graph_add(&graph, &pointer, &id));
	CU_ASSERT_PTR_NULL(graph_add(&graph, &function, &id));
	typename_append(&text, &graph, (struct type_ref){ .id = 1 });
	typename_append(&text, &graph, (struct type_ref){ .id = 2 });
	CU_ASSERT(text.size > 0 && text.size <= 600);
}

static void test_typename_append_cuts_long_tags(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	SCOPED(buffer_deinit) struct buffer text = { 0 };
	char tag[5000];
	memset(tag, 'x', sizeof(tag) - 1);
	tag[sizeof(tag) - 1] = '\0';
	graph_build(&stamp, "struct s { int a; } f;");
	stamp.graph.types.data[stamp.provides.data[0].type.id].tag = tag;
	typename_append(&text, &stamp.graph, stamp.provides.data[0].type);
	CU_ASSERT(text.size > 0 && text.size <= 300);
}

static const struct test_case cases[] = {
	{ "typename_declare", test_typename_declare },
	{ "typename_append_abstract", test_typename_append_abstract },
	{ "typename_append_is_bounded", test_typename_append_is_bounded },
	{ "typename_append_cuts_long_tags", test_typename_append_cuts_long_tags },
	{ NULL, NULL },
};

const struct test_suite suite_typename = { .name = "typename", .cases = cases };
