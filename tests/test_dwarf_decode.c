// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_decode.h"

#include "base/error.h"
#include "base/scope.h"
#include "tests/dwarf_probe.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static const char source[] =
	"struct list { struct list *next; const char *name; unsigned bits : 3; };\n"
	"enum color { RED, GREEN = -1 }; typedef int (*visit)(struct list *, ...);\n"
	"union both { int i; float f[2][3]; struct { long long wide; }; };\n"
	"extern int counter; static int twice(int i) { return 2 * i; }\n"
	"int walk(struct list *list, visit visit, union both *both, enum color c)\n"
	"{ int n = 0; for (; list; list = list->next) { int inner = visit(list, c);\n"
	"{ extern long deep; n += twice(inner) + (int)deep; } }\n"
	"return n + counter + both->i; }\n"
	"long deep; int counter; const char *const names[] = { \"a\", \"b\" };\n";

/* One decoder reads by itself, the other one leaves everything to libdw. */
struct pair {
	struct die_decoder decoder, slow;
	size_t entries;
};

static void compare_attrs(struct die_attrs *fast, struct die_attrs *slow)
{
	CU_ASSERT_EQUAL(fast->present, slow->present);
	CU_ASSERT_PTR_NOT_NULL(fast->unit.start);
	CU_ASSERT_PTR_NULL(slow->unit.start);
	for (unsigned slot = 0; slot < DIE_SLOT_COUNT; slot++) {
		uint64_t fast_value = 0, slow_value = 0;
		if (!die_has(fast, slot) || !die_has(slow, slot))
			continue;
		CU_ASSERT_EQUAL(fast->at[slot].form, slow->at[slot].form);
		CU_ASSERT_EQUAL(die_constant(fast, slot, &fast_value),
				die_constant(slow, slot, &slow_value));
		CU_ASSERT_EQUAL(fast_value, slow_value);
		if (fast->at[slot].form != DW_FORM_implicit_const)
			CU_ASSERT_PTR_EQUAL(fast->at[slot].valp, slow->at[slot].valp);
	}
	const char *name = die_text(slow, DIE_NAME);
	if (name)
		CU_ASSERT_STRING_EQUAL(die_text(fast, DIE_NAME), name);
	Dwarf_Die fast_type, slow_type;
	if (die_has(slow, DIE_TYPE) && !die_follow(fast, DIE_TYPE, &fast_type) &&
	    !die_follow(slow, DIE_TYPE, &slow_type))
		CU_ASSERT_PTR_EQUAL(fast_type.addr, slow_type.addr);
}

static struct hm_error *compare_children(struct pair *pair, Dwarf_Die *parent)
{
	struct die_walk walk, slow_walk;
	struct die_attrs attrs, slow_attrs;
	Dwarf_Die die, slow_die;
	int tag, slow_tag;
	TRY(die_walk_start(&pair->decoder, parent, NULL, &walk));
	TRY(die_walk_start(&pair->slow, parent, NULL, &slow_walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		TRY(die_walk_next(&slow_walk, &slow_die, &slow_tag, &slow_attrs));
		CU_ASSERT_PTR_EQUAL(die.addr, slow_die.addr);
		if (!die.addr || die.addr != slow_die.addr)
			return NULL;
		pair->entries++;
		CU_ASSERT_EQUAL(tag, slow_tag);
		CU_ASSERT_EQUAL(walk.children, slow_walk.children);
		compare_attrs(&attrs, &slow_attrs);
		TRY(compare_children(pair, &die));
	}
}

static void compare_file(const struct fixture *fixture, const char *name)
{
	struct pair pair = { 0 };
	SCOPED_FREE char *path = fixture_path(fixture, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	Dwarf *dwarf = dwarf_begin(fd, DWARF_C_READ);
	CU_ASSERT_PTR_NOT_NULL_FATAL(dwarf);
	die_decoder_allow(&pair.decoder, 100000);
	die_decoder_allow(&pair.slow, 100000);
	pair.slow.abbrevs_left = 0;
	Dwarf_CU *cu = NULL;
	Dwarf_Die root;
	while (dwarf_get_units(dwarf, cu, &cu, NULL, NULL, &root, NULL) == 0)
		CU_ASSERT_PTR_NULL(compare_children(&pair, &root));
	CU_ASSERT(pair.entries > 40);
	die_decoder_deinit(&pair.decoder);
	die_decoder_deinit(&pair.slow);
	dwarf_end(dwarf);
	close(fd);
}

static void test_decode_as_libdw_does(void)
{
	static const char *const compilers[] = {
		"gcc -O0 -gdwarf-5",	       "gcc -O2 -gdwarf-4 -fdebug-types-section",
		"gcc -O2 -gdwarf-3",	       "gcc -O1 -gdwarf-2 -gstrict-dwarf",
		"gcc -O0 -gdwarf-5 -gdwarf64", "clang -O1 -gdwarf-5",
		"clang -O0 -gdwarf-4",
	};
	for (size_t i = 0; i < sizeof(compilers) / sizeof(compilers[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		char command[128];
		snprintf(command, sizeof(command), "%s -w -fPIC -shared", compilers[i]);
		if (compilers[i][0] == 'c' && !fixture_has_program("clang"))
			continue;
		CU_ASSERT(fixture_compile(&fixture, command, "a.so", source));
		compare_file(&fixture, "a.so");
	}
}

/* A unit, around its entries behind the first. */
#define UNIT(entries)                                          \
	".section .debug_info\n"                               \
	"start: .long end - begin\n"                           \
	"begin: .short 4\n.long 0\n.byte 8\n"                  \
	".byte 1, 12\n" /* DW_TAG_compile_unit, DW_LANG_C99 */ \
		entries ".byte 0\nend:\n"

#define UNIT_ABBREV ".section .debug_abbrev\n.byte 1, 0x11, 1, 0x13, 0xb, 0, 0\n"

static void read_assembled(const struct fixture *fixture, const char *text,
			   struct probe *probe, const char *symbol)
{
	CU_ASSERT(fixture_write(fixture, "x.s", text, strlen(text)));
	CU_ASSERT_EQUAL_FATAL(fixture_run(fixture, "gcc -c x.s -o x"), 0);
	probe_want(probe, WANT_SYMBOL, symbol);
	probe_read(probe, fixture, "x");
}

/* libdw knows no abbreviation behind one whose code came before. */
static void test_decode_two_abbreviations_of_one_code(void)
{
	static const char text[] = UNIT_ABBREV
		".byte 2, 0x24, 0, 0xb, 0xb, 0x3e, 0xb, 0, 0\n"		/* base type */
		".byte 3, 0xd, 0, 3, 8, 0x49, 0x13, 0x38, 0xb, 0, 0\n"	/* member */
		".byte 4, 0x34, 0, 3, 8, 0x49, 0x13, 0x3f, 0xc, 0, 0\n" /* variable */
		".byte 3, 0xd, 0, 3, 8, 0, 0\n"
		".byte 5, 0x13, 1, 3, 8, 0xb, 0xb, 0, 0\n" /* struct */
		".byte 0\n" UNIT("base: .byte 2, 4, 5\n"
				 "body: .byte 5\n.asciz \"s\"\n.byte 4\n"
				 ".byte 3\n.asciz \"m\"\n.long base - start\n.byte 0\n"
				 ".byte 0\n"
				 ".byte 4\n.asciz \"v\"\n.long body - start\n.byte 1\n");
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	read_assembled(&fixture, text, &probe, "v");
	CU_ASSERT_PTR_NOT_NULL(strstr(probe_outcome(&probe), "is damaged"));
}

/*
 * Each parameter's type is a struct whose second member is a struct with all the rest in
 * it: as many entries as the square of what is there.
 */
#define OVERLAPPING(abbrevs)                                                       \
	UNIT_ABBREV                                                                \
	".byte 2, 0x13, 1, 0, 0\n"			       /* struct */        \
	".byte 3, 0xd, 0, 0, 0\n"			       /* member */        \
	".byte 4, 0x2e, 1, 3, 8, 0x3f, 0xc, 0x27, 0xc, 0, 0\n" /* function */      \
	".byte 5, 5, 0, 0x49, 0x13, 0, 0\n"		       /* parameter */     \
	".byte 6, 0x3b, 0, 0x3a, 4, 0, 0\n"		       /* hides structs */ \
		abbrevs                                                            \
	".byte 0\n" UNIT(                                                          \
		".byte 6\n.long 2f - 1f\n"                                         \
		"1: .rept 5000\n.byte 2, 3\n.endr\n2:\n"                           \
		".byte 4\n.asciz \"f\"\n.byte 1, 1\n"                              \
		".set place, 1b - start\n"                                         \
		".rept 5000\n.byte 5\n.long place\n.set place, place + 2\n.endr\n" \
		".byte 0\n")

static void test_decode_overlapping_entries(void)
{
	/* DW_FORM_indirect is left to libdw. */
	static const char *const texts[] = {
		OVERLAPPING(""),
		OVERLAPPING(".byte 7, 0x3b, 0, 0x3a, 0x16, 0, 0\n"),
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED_PROBE struct probe probe = probe_new();
		read_assembled(&fixture, texts[i], &probe, "f");
		CU_ASSERT_PTR_NOT_NULL(strstr(probe_outcome(&probe), "(nesting)"));
	}
}

/* Each member's name is the end of the one before. */
static void test_decode_overlapping_names(void)
{
	static const char text[] =
		".section .debug_str,\"\"\n"
		".rept 5000\n.ascii \"a\"\n.endr\n.byte 0\n" UNIT_ABBREV
		".byte 2, 0x24, 0, 0xb, 0xb, 0x3e, 0xb, 0, 0\n"		/* base type */
		".byte 3, 0xd, 0, 3, 0xe, 0x49, 0x13, 0, 0\n"		/* member */
		".byte 4, 0x34, 0, 3, 8, 0x49, 0x13, 0x3f, 0xc, 0, 0\n" /* variable */
		".byte 5, 0x13, 1, 3, 8, 0xb, 0xb, 0, 0\n"		/* struct */
		".byte 0\n" UNIT("base: .byte 2, 4, 5\n"
				 "body: .byte 5\n.asciz \"s\"\n.byte 4\n"
				 ".set place, 0\n.rept 5000\n.byte 3\n.long place\n"
				 ".long base - start\n.set place, place + 1\n.endr\n"
				 ".byte 0\n"
				 ".byte 4\n.asciz \"v\"\n.long body - start\n"
				 ".byte 1\n");
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	read_assembled(&fixture, text, &probe, "v");
	CU_ASSERT_PTR_NOT_NULL(strstr(probe_outcome(&probe), "they overlap"));
}

static const struct test_case cases[] = {
	{ "as libdw does", test_decode_as_libdw_does },
	{ "two abbreviations of one code", test_decode_two_abbreviations_of_one_code },
	{ "overlapping entries", test_decode_overlapping_entries },
	{ "overlapping names", test_decode_overlapping_names },
	{ NULL, NULL },
};

const struct test_suite suite_dwarf_decode = { .name = "dwarf_decode", .cases = cases };
