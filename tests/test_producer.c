// SPDX-License-Identifier: BSD-3-Clause
#include "verify/producer.h"
#include "verify/dwarf_terse.h"
#include "verify/producer_vector.h"
#include "verify/toolchain.h"

#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <stdio.h>
#include <string.h>

#define LANG_C99 0x0c
#define LANG_C11 0x1d
#define LANG_ASSEMBLER 0x8001

struct expected {
	const char *producer;
	unsigned language;
	/* NULL: nothing is recorded. */
	const char *family, *version, *said_language, *optimisation;
};

static bool same(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static void release(struct toolchain *toolchain, struct arena *arena)
{
	vector_deinit(&toolchain->compilers);
	vector_deinit(&toolchain->options);
	arena_deinit(arena);
}

static void test_producer_list_compilers(void)
{
	static const struct expected table[] = {
		{ "GNU C17 12.2.0 -mtune=generic -march=x86-64 -g -O2 -fPIC", LANG_C11,
		  "GCC", "12.2.0", "C17", "-O2" },
		{ "GNU C++14 9.3.0 -mtune=generic -g", 0x1a, "GCC", "9.3.0", "C++14",
		  NULL },
		{ "GNU C17 13.0.1 20230401 (experimental) -mtune=generic -O1 -O3",
		  LANG_C11, "GCC", "13.0.1 20230401 (experimental)", "C17", "-O3" },
		{ "GNU C 4.1.2 20080704 (Red Hat 4.1.2-55)", 1, "GCC",
		  "4.1.2 20080704 (Red Hat 4.1.2-55)", "C", NULL },
		{ "GNU GIMPLE 12.2.0 -mtune=generic -O2 -fltrans", LANG_C11, "GCC",
		  "12.2.0", NULL, "-O2" },
		{ "GNU AS 2.40", LANG_ASSEMBLER, NULL, NULL, NULL, NULL },
		{ "GNU AS 2.40", 0, NULL, NULL, NULL, NULL },
		{ "Debian clang version 14.0.6", LANG_C99, "clang", "14.0.6", "C99",
		  NULL },
		{ "Ubuntu clang version 14.0.0-1ubuntu1", LANG_C11, "clang",
		  "14.0.0-1ubuntu1", "C11", NULL },
		{ "clang version 17.0.0 (https://example.org/llvm.git 1234abcd)",
		  LANG_C11, "clang", "17.0.0 (https://example.org/llvm.git 1234abcd)",
		  "C11", NULL },
		{ "Debian clang version 14.0.6 /usr/bin/clang -g -Os -c x.c", LANG_C11,
		  "clang", "14.0.6", "C11", "-Os" },
		{ "clang LLVM (rustc version 1.70.0 (90c541806 2023-05-31))", 0x1c,
		  "rustc", "1.70.0", "Rust", NULL },
		{ "tcc 0.9.27", LANG_C99, "tcc", "0.9.27", "C99", NULL },
		{ "NASM 2.16.01", 0, NULL, NULL, NULL, NULL },
		{ "something", 0, "something", "unknown", NULL, NULL },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct dwarf_producer producer = { table[i].producer, table[i].language };
		struct toolchain toolchain = { 0 };
		struct arena arena = { 0 };
		CU_ASSERT_PTR_NULL(producer_list(&producer, 1, &arena, &toolchain));
		CU_ASSERT_EQUAL(toolchain.compilers.count, table[i].family ? 1 : 0);
		vector_for_each (compiler, &toolchain.compilers) {
			CU_ASSERT(same(compiler->family, table[i].family));
			CU_ASSERT(same(compiler->version, table[i].version));
			CU_ASSERT(same(compiler->language, table[i].said_language));
			CU_ASSERT(same(compiler->optimisation, table[i].optimisation));
		}
		release(&toolchain, &arena);
	}
}

static void test_producer_list_order_does_not_matter(void)
{
	static const struct dwarf_producer producers[] = {
		{ "GNU C17 12.2.0 -O2 -mabi=lp64", LANG_C11 },
		{ "Debian clang version 14.0.6", LANG_C99 },
		{ "GNU C11 12.2.0 -O1 -mabi=lp64", LANG_C11 },
		{ NULL, LANG_C11 },
		{ "GNU C17 10.2.1 -mabi=lp64", LANG_C11 },
	};
	enum { COUNT = sizeof(producers) / sizeof(producers[0]) };
	for (size_t first = 0; first < COUNT; first++) {
		struct dwarf_producer turned[COUNT];
		struct toolchain toolchain = { 0 };
		struct arena arena = { 0 };
		for (size_t i = 0; i < COUNT; i++)
			turned[i] = producers[(first + i) % COUNT];
		CU_ASSERT_PTR_NULL(producer_list(turned, COUNT, &arena, &toolchain));
		CU_ASSERT_EQUAL_FATAL(toolchain.compilers.count, 3);
		CU_ASSERT_STRING_EQUAL(toolchain.compilers.data[0].version, "10.2.1");
		CU_ASSERT_STRING_EQUAL(toolchain.compilers.data[1].version, "12.2.0");
		CU_ASSERT_STRING_EQUAL(toolchain.compilers.data[1].language, "C11");
		CU_ASSERT_STRING_EQUAL(toolchain.compilers.data[1].optimisation, "-O1");
		CU_ASSERT_STRING_EQUAL(toolchain.compilers.data[2].family, "clang");
		CU_ASSERT_EQUAL_FATAL(toolchain.options.count, 1);
		CU_ASSERT_STRING_EQUAL(toolchain.options.data[0].name, "-mabi");
		CU_ASSERT_STRING_EQUAL(toolchain.options.data[0].value, "lp64");
		release(&toolchain, &arena);
	}
}

struct expected_option {
	const char *producers[3];
	/* "-mabi=lp64 -mrtd=on" */
	const char *options;
};

static void test_producer_list_options(void)
{
	static const struct expected_option table[] = {
		/* It says which processor: then it says everything. */
		{ { "GNU C17 12.2.0 -mtune=generic -march=x86-64 -g -O2" },
		  "*=default " },
		{ { "GNU C17 12.2.0 -g -O2" }, "" },
		{ { "GNU C17 12.2.0 -march=x86-64", "GNU C17 12.2.0 -O2" }, "" },
		{ { "GNU C17 12.2.0 -march=x86-64", "Debian clang version 14.0.6" }, "" },
		{ { "GNU C17 12.2.0 -march=x86-64", "GNU AS 2.40" }, "*=default " },
		{ { "clang version 14.0.6 /usr/bin/clang -march=x86-64 -c x.c" }, "" },
		{ { "GNU C17 12.2.0 -march=x86-64 -mabi=ms" }, "*=default -mabi=ms " },
		{ { "GNU C17 12.2.0 -march=x86-64 -mabi=sysv" }, "*=default " },
		{ { "GNU C17 12.2.0 -mabi=sysv" }, "-mabi=sysv " },
		{ { "GNU C17 12.2.0 -march=x86-64 -mabi=sysv",
		    "GNU C17 12.2.0 -march=x86-64" },
		  "*=default " },
		{ { "GNU C17 12.2.0 -march=x86-64 -mabi=ms",
		    "GNU C17 12.2.0 -march=x86-64" },
		  "*=default -mabi=mixed " },
		{ { "GNU C17 12.2.0 -march=x86-64 -mabi=sysv", "GNU C17 12.2.0 -O2" },
		  "-mabi=mixed " },
		/* Link-time optimisation has no say beside the source's unit. */
		{ { "GNU C17 12.2.0 -march=x86-64 -mabi=ms",
		    "GNU GIMPLE 12.2.0 -march=x86-64" },
		  "*=default -mabi=ms " },
		{ { "GNU C17 12.2.0 -mregparm=3 -mrtd -mregparm=2" },
		  "-mregparm=2 -mrtd=on " },
		{ { "GNU C17 12.2.0 -mno-rtd -msoft-float" },
		  "-mhard-float=off -mrtd=off " },
		{ { "GNU C17 12.2.0 -ffixed-x18 -fpcc-struct-return" },
		  "-ffixed-x18=on -freg-struct-return=off " },
		/* Types show these by themselves. */
		{ { "GNU C17 12.2.0 -mlong-double-128 -fshort-enums -mms-bitfields" },
		  "" },
		{ { "GNU C17 12.2.0 -mabi=elfv2 -mabi=ieeelongdouble" }, "-mabi=elfv2 " },
		/* One unit says otherwise, another one nothing at all. */
		{ { "GNU C17 12.2.0 -mregparm=3", "GNU C17 12.2.0 -mregparm=2 -g" },
		  "-mregparm=mixed " },
		{ { "GNU C17 12.2.0 -mregparm=3", "GNU C17 12.2.0 -g" },
		  "-mregparm=mixed " },
		/* These do not record options. */
		{ { "GNU C17 12.2.0 -mregparm=3", "Debian clang version 14.0.6" },
		  "-mregparm=3 " },
		{ { "GNU C17 12.2.0 -mregparm=3", "GNU AS 2.40" }, "-mregparm=3 " },
		{ { "Debian clang version 14.0.6 /usr/bin/clang -mfloat-abi=hard -c "
		    "x.c" },
		  "-mfloat-abi=hard " },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct dwarf_producer producers[3] = { 0 };
		struct toolchain toolchain = { .machine = EM_X86_64 };
		struct arena arena = { 0 };
		char text[256] = "";
		for (size_t unit = 0; unit < 3; unit++)
			producers[unit].producer = table[i].producers[unit];
		CU_ASSERT_PTR_NULL(producer_list(producers, 3, &arena, &toolchain));
		vector_for_each (option, &toolchain.options)
			snprintf(text + strlen(text), sizeof(text) - strlen(text),
				 "%s=%s ", option->name, option->value);
		CU_ASSERT_STRING_EQUAL(text, table[i].options);
		release(&toolchain, &arena);
	}
}

static void test_producer_vectors(void)
{
	static const struct {
		const char *producers[3];
		uint64_t widest;
		const char *value; /* NULL: not recorded */
	} table[] = {
		{ { "GNU C17 12.2.0 -mtune=generic -march=x86-64 -g" }, 32, "off" },
		{ { "GNU C17 12.2.0 -mtune=generic -march=x86-64 -g" }, 0, NULL },
		{ { "GNU C17 12.2.0 -mavx -march=x86-64" }, 32, "on" },
		{ { "GNU C17 12.2.0 -mfma -march=x86-64-v2" }, 32, "on" },
		{ { "GNU C17 12.2.0 -march=haswell" }, 64, "on" },
		{ { "GNU C17 12.2.0 -march=haswell -mno-avx" }, 32, "off" },
		{ { "GNU C17 12.2.0 -march=haswell -mno-avx512f" }, 32, "on" },
		{ { "GNU C17 12.2.0 -mavx512vl -march=x86-64" }, 64, "512" },
		{ { "GNU C17 12.2.0 -march=x86-64-v4" }, 64, "512" },
		{ { "GNU C17 12.2.0 -march=x86-64-v4" }, 32, "on" },
		{ { "GNU C17 12.2.0 -march=znver4 -mno-avx512f" }, 64, "on" },
		{ { "GNU C17 12.2.0 -march=anything" }, 32, NULL },
		{ { "GNU C17 12.2.0 -mavx" }, 32, NULL },
		{ { "Debian clang version 14.0.6" }, 32, NULL },
		{ { "GNU C17 12.2.0 -march=x86-64", "Debian clang version 14.0.6" },
		  32,
		  NULL },
		{ { "GNU C17 12.2.0 -march=x86-64", "GNU AS 2.40" }, 32, "off" },
		{ { "GNU C17 12.2.0 -march=x86-64", "GNU C17 12.2.0 -march=haswell" },
		  32,
		  "mixed" },
		{ { "GNU C17 12.2.0 -march=haswell", "GNU GIMPLE 12.2.0 -march=x86-64" },
		  32,
		  "on" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct dwarf_producer producers[3] = { 0 };
		struct toolchain toolchain = { .machine = EM_X86_64 };
		struct arena arena = { 0 };
		for (size_t unit = 0; unit < 3; unit++)
			producers[unit].producer = table[i].producers[unit];
		CU_ASSERT_PTR_NULL(
			producer_vectors(producers, 3, table[i].widest, &toolchain));
		const char *value = toolchain_option(&toolchain, OPTION_VECTORS);
		bool same = value && table[i].value ? strcmp(value, table[i].value) == 0
						    : value == table[i].value;
		CU_ASSERT(same);
		if (!same)
			printf("# row %zu: %s\n", i, value ? value : "nothing");
		release(&toolchain, &arena);
	}
}

static void test_graph_widest_vector(void)
{
	struct graph graph;
	CU_ASSERT_PTR_NULL_FATAL(graph_init(&graph));
	const uint64_t sizes[] = { 16, 32, 64 };
	uint32_t ids[3], wrapped = 0, pointer = 0, function = 0;
	for (size_t i = 0; i < 3; i++)
		CU_ASSERT_PTR_NULL_FATAL(graph_add(
			&graph, &(struct type){ .kind = TYPE_VECTOR, .size = sizes[i] },
			&ids[i]));
	const struct member member = { .type = { .id = ids[1] } };
	CU_ASSERT_FATAL(vector_push(&graph.members, member));
	const struct type one = { .kind = TYPE_STRUCT, .size = 32, .count = 1 };
	CU_ASSERT_PTR_NULL_FATAL(graph_add(&graph, &one, &wrapped));
	const struct type to = { .kind = TYPE_POINTER, .target = { .id = ids[2] } };
	CU_ASSERT_PTR_NULL_FATAL(graph_add(&graph, &to, &pointer));
	const struct type_ref params[] = { { .id = ids[0] }, { .id = pointer } };
	for (size_t i = 0; i < 2; i++)
		CU_ASSERT_FATAL(vector_push(&graph.params, params[i]));
	struct type takes = { .kind = TYPE_FUNCTION, .count = 2 };
	CU_ASSERT_PTR_NULL_FATAL(graph_add(&graph, &takes, &function));
	CU_ASSERT_EQUAL(graph_widest_vector(&graph), 0);
	takes.target.id = wrapped;
	CU_ASSERT_PTR_NULL_FATAL(graph_add(&graph, &takes, &function));
	CU_ASSERT_EQUAL(graph_widest_vector(&graph), 32);
	graph_deinit(&graph);
}

static void test_producer_is_terse(void)
{
	static const struct {
		const char *options;
		bool terse;
	} cases[] = {
		{ "", false },
		{ "-g", false },
		{ "-g0", true },
		{ "-g1", true },
		{ "-g2", false },
		{ "-g3", false },
		{ "-ggdb", false },
		{ "-ggdb1", true },
		{ "-ggdb3", false },
		{ "-g -g1", true },
		{ "-g1 -g", false },
		{ "-g1 -g3 -O1", false },
		{ "-g3 -g", false },
		{ "-g1 -ggdb", false },
		{ "-g1 -gdwarf", false },
		{ "-g1 -gdwarf-4", false },
		{ "-gdwarf-4 -g1", true },
		{ "-g1 -gdwarf64", true },
		{ "-gdwarf64 -g", false },
		{ "-g1 -gsplit-dwarf -gz", true },
		{ "-gno-as-loc-support -g1x -mg1", false },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char producer[128];
		snprintf(producer, sizeof(producer), "GNU C17 12.2.0 -mtune=generic %s",
			 cases[i].options);
		CU_ASSERT_EQUAL(producer_is_terse(producer), cases[i].terse);
	}
}

static enum hm_error_code list_code(const struct dwarf_producer *producers, size_t count)
{
	struct arena arena = { 0 };
	struct toolchain toolchain = { 0 };
	struct hm_error *error = producer_list(producers, count, &arena, &toolchain);
	enum hm_error_code code = error ? hm_error_code(error) : HM_OK;
	hm_error_free(error);
	release(&toolchain, &arena);
	return code;
}

/* Each is compared with all others: what no program has is refused. */
static void test_producer_list_too_many_compilers(void)
{
	enum { MOST = 1024 };
	static char texts[MOST + 1][32];
	static struct dwarf_producer producers[MOST + 1];
	for (unsigned i = 0; i <= MOST; i++) {
		snprintf(texts[i], sizeof(texts[i]), "cc %u.0", i);
		producers[i] = (struct dwarf_producer){ texts[i], LANG_C11 };
	}
	CU_ASSERT_EQUAL(list_code(producers, MOST), HM_OK);
	CU_ASSERT_EQUAL(list_code(producers, MOST + 1), HM_ERR_FORMAT);
}

static enum hm_error_code options_code(unsigned count)
{
	char text[8192] = "GNU C17 12.2.0";
	size_t length = strlen(text);
	for (unsigned i = 0; i < count; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length,
					   " -ffixed-x%u", i);
	const struct dwarf_producer producer = { text, LANG_C11 };
	return list_code(&producer, 1);
}

static void test_producer_list_too_many_options(void)
{
	CU_ASSERT_EQUAL(options_code(128), HM_OK);
	CU_ASSERT_EQUAL(options_code(129), HM_ERR_FORMAT);
}

static const struct test_case cases[] = {
	{ "compilers", test_producer_list_compilers },
	{ "order", test_producer_list_order_does_not_matter },
	{ "too many compilers", test_producer_list_too_many_compilers },
	{ "too many options", test_producer_list_too_many_options },
	{ "options", test_producer_list_options },
	{ "vectors", test_producer_vectors },
	{ "widest_vector", test_graph_widest_vector },
	{ "is_terse", test_producer_is_terse },
	{ NULL, NULL },
};

const struct test_suite suite_producer = { .name = "producer", .cases = cases };
