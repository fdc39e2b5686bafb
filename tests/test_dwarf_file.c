// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_read.h"

#include "tests/dwarf_probe.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/*
 * Two units with a common header, with everything in it that shapes of debug information
 * treat in their own ways: tags that refer to each other, bit-fields, a tag of which each
 * unit has a body of its own.
 */
static const char header[] =
	"struct config; struct option { int a : 3; unsigned b : 7; const char *name;\n"
	"struct config *config; union { int i; float f; } u; struct { short x, y; }; };\n"
	"struct config { struct option options[4]; enum mode { OFF = -1, ON = 1 } mode;\n"
	"void (*call)(struct config *, const struct option *, ...); struct own *own;\n"
	"struct config *next; };\n"
	"typedef struct { int w, h; } extent; typedef int compare(const void *);\n"
	"int first(struct config *c, extent e); double second(compare f, volatile int "
	"*v);\n"
	"extern struct option defaults[]; extern const char *const names[3];\n"
	"long used(struct config *);\n";

static const char one[] = "#include \"header.h\"\nstruct own { int secret; };\n"
			  "struct option defaults[2]; const char *const names[3];\n"
			  "int first(struct config *c, extent e) {\n"
			  "return c->own->secret + e.w + (int)used(c); }\n";

static const char two[] = "#include \"header.h\"\nstruct own { long other; } own;\n"
			  "double second(compare f, volatile int *v) {\n"
			  "return f(0) + *v + own.other; }\n";

static void write_sources(const struct fixture *fixture)
{
	CU_ASSERT(fixture_write(fixture, "header.h", header, sizeof(header) - 1));
	CU_ASSERT(fixture_write(fixture, "one.c", one, sizeof(one) - 1));
	CU_ASSERT(fixture_write(fixture, "two.c", two, sizeof(two) - 1));
}

/* Runs commands, or fails the test and shows what they printed. */
static bool run(const struct fixture *fixture, const char *commands)
{
	if (fixture_run(fixture, "%s", commands) == 0)
		return true;
	size_t size;
	SCOPED_FREE char *log = fixture_read(fixture, "log", &size);
	fprintf(stderr, "%s:\n%s\n", commands, log ? log : "");
	CU_ASSERT(!"the commands ran");
	return false;
}

static const char *const all_names[] = { "first", "second", "defaults",
					 "names", "used",   "own" };

static void read_all(struct probe *probe, const struct fixture *fixture, const char *name)
{
	for (size_t i = 0; i < sizeof(all_names) / sizeof(all_names[0]); i++)
		probe_want(probe, WANT_SYMBOL, all_names[i]);
	probe_read(probe, fixture, name);
	CU_ASSERT_STRING_EQUAL(probe_outcome(probe), "ok");
}

struct shape {
	/* Programs that it needs, separated by spaces. */
	const char *programs;
	/* Leave a file "x" behind. CC: the compiler with -g and -O1. */
	const char *commands;
	/* A directory in which to look; NULL: none. */
	const char *debug_dir;
};

#define LINKED(flags) "CC " flags " -shared one.c two.c -o x"

/* A second file, since dwz(1) makes a common one of two. */
#define PAIR(flags) " && CC " flags " -Wl,-soname,y -shared one.c two.c -o y && "

static const struct shape shapes[] = {
	{ "", LINKED(""), NULL },
	{ "", "CC -shared two.c one.c -o x", NULL },
	{ "", LINKED("-O2"), NULL },
	{ "", LINKED("-gdwarf-5"), NULL },
	{ "", LINKED("-gdwarf-4"), NULL },
#ifdef __LP64__
	{ "", LINKED("-gdwarf64"), NULL },
#endif
	{ "", LINKED("-gdwarf-4 -gstrict-dwarf"), NULL },
	{ "", LINKED("-gdwarf-4 -fdebug-types-section"), NULL },
	{ "", LINKED("-gdwarf-5 -fdebug-types-section"), NULL },
	{ "", LINKED("-gz"), NULL },
	{ "", LINKED("-gdwarf-4 -gsplit-dwarf"), NULL },
	{ "", LINKED("-gdwarf-5 -gsplit-dwarf"), NULL },
	{ "", LINKED("-gdwarf-4 -gsplit-dwarf -fdebug-types-section"), NULL },
	{ "", LINKED("-gdwarf-5 -gsplit-dwarf -fdebug-types-section"), NULL },
	{ "", LINKED("-gsplit-dwarf") " && mkdir o && mv *.dwo o", "o" },
	{ "llvm-dwp",
	  LINKED("-gdwarf-5 -gsplit-dwarf") " && llvm-dwp -e x -o x.dwp && rm *.dwo",
	  NULL },
	{ "llvm-dwp",
	  LINKED("-gdwarf-4 -gsplit-dwarf -fdebug-types-section") " && llvm-dwp -e x -o "
								  "x.dwp && rm *.dwo",
	  NULL },
	{ "llvm-dwp",
	  LINKED("-gdwarf-5 -gsplit-dwarf -fdebug-types-section") " && llvm-dwp -e x -o "
								  "x.dwp && rm *.dwo",
	  NULL },
	{ "dwz", LINKED("-gdwarf-4") " && dwz x", NULL },
	{ "dwz", LINKED("-gdwarf-4") PAIR("-gdwarf-4") "dwz -m z x y", NULL },
	{ "dwz",
	  LINKED("-gdwarf-4") PAIR("-gdwarf-4") "dwz -m z x y && mkdir d && mv z d",
	  "d" },
	{ "objcopy strip",
	  LINKED("") " && objcopy --only-keep-debug x x.debug && strip x && "
		     "objcopy --add-gnu-debuglink=x.debug x",
	  NULL },
	{ "objcopy strip",
	  LINKED("-Wl,--build-id=none") " && objcopy --only-keep-debug x x.debug && "
					"strip x && "
					"objcopy --add-gnu-debuglink=x.debug x && "
					"mkdir .debug && mv x.debug .debug",
	  NULL },
	{ "objcopy strip readelf",
	  LINKED("-Wl,--build-id") " && id=$(readelf -n x | sed -n 's/.*Build ID: //p') "
				   "&& dir=d/.build-id/$(echo $id | cut -c 1-2) && "
				   "mkdir -p $dir && objcopy --only-keep-debug x "
				   "$dir/$(echo $id | cut -c 3-).debug && strip x",
	  "d" },
	{ "ld", "CC -c one.c && CC -c two.c && ld -r one.o two.o -o x", NULL },
	{ "ld",
	  "CC -c -gz -fdebug-types-section one.c && "
	  "CC -c -gz -fdebug-types-section two.c && "
	  "ld -r one.o two.o -o x",
	  NULL },
	{ "ld",
	  "CC -c -gdwarf-4 -fdebug-types-section one.c && "
	  "CC -c -gdwarf-4 -fdebug-types-section two.c && "
	  "ld -r one.o two.o -o x",
	  NULL },
	{ "ld objcopy strip",
	  "CC -c one.c && CC -c two.c && ld -r one.o two.o -o x && "
	  "objcopy --only-keep-debug x x.debug && strip -g x && "
	  "objcopy --add-gnu-debuglink=x.debug x",
	  NULL },
};

/* What clang does not do, or dwz(1) not with clang's output. */
static const struct shape gcc_shapes[] = {
	{ "", LINKED("-flto"), NULL },
	{ "", LINKED("-flto -O2 -flto-partition=max"), NULL },
	{ "",
	  "CC -flto -c one.c && CC -flto -ffat-lto-objects -c two.c && "
	  "CC -flto -shared one.o two.o -o x",
	  NULL },
	{ "dwz", LINKED("-gdwarf-5") " && dwz x", NULL },
	{ "dwz", LINKED("-gdwarf-5") PAIR("-gdwarf-5") "dwz -m z x y", NULL },
	{ "dwz", LINKED("-gdwarf-5") PAIR("-gdwarf-5") "dwz -5 -m z x y", NULL },
	{ "", LINKED("-gz=zlib-gnu"), NULL },
};

/* LLVM's programs for split debug information take files of big-endian machines apart as
 * if they were little-endian. */
static bool understands(const char *program)
{
	return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ||
	       strcmp(program, "llvm-dwp") != 0;
}

static bool has_programs(const char *programs)
{
	char name[64];
	int length;
	while (sscanf(programs, " %63s%n", name, &length) == 1) {
		if (!fixture_has_program(name) || !understands(name))
			return false;
		programs += length;
	}
	return true;
}

/* The commands with a function for the compiler in front. */
static char *shape_commands(const struct shape *shape, const char *compiler)
{
	char *text;
	if (asprintf(&text, "CC() { %s -g -O1 -w -fPIC \"$@\"; }\n%s", compiler,
		     shape->commands) < 0)
		exit(99);
	return text;
}

static void check_shape(const struct shape *shape, const char *compiler,
			const char *expected)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	SCOPED_FREE char *commands = shape_commands(shape, compiler);
	SCOPED_FREE char *dir =
		shape->debug_dir ? fixture_path(&fixture, shape->debug_dir) : NULL;
	write_sources(&fixture);
	if (!run(&fixture, commands))
		return;
	probe.debug_dir = dir;
	read_all(&probe, &fixture, "x");
	const char *got = probe_everything(&probe);
	CU_ASSERT_STRING_EQUAL(got, expected);
	if (strcmp(got, expected) != 0)
		fprintf(stderr, "%s: %s\n--- got\n%s\n--- expected\n%s\n", compiler,
			shape->commands, got, expected);
}

static void check_shapes(const char *compiler, const struct shape *table, size_t count)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	SCOPED_FREE char *commands = shape_commands(&shapes[0], compiler);
	write_sources(&fixture);
	if (!run(&fixture, commands))
		return;
	read_all(&probe, &fixture, "x");
	for (size_t i = 0; i < count; i++)
		if (has_programs(table[i].programs))
			check_shape(&table[i], compiler, probe_everything(&probe));
}

static void test_shapes_of_gcc(void)
{
	check_shapes("gcc", shapes, sizeof(shapes) / sizeof(shapes[0]));
	check_shapes("gcc", gcc_shapes, sizeof(gcc_shapes) / sizeof(gcc_shapes[0]));
}

static void test_shapes_of_clang(void)
{
	if (fixture_has_program("clang"))
		check_shapes("clang", shapes, sizeof(shapes) / sizeof(shapes[0]));
}

struct refusal {
	const char *programs, *commands;
	enum hm_error_code code;
	/* Words of the message. */
	const char *words[3];
};

static const struct refusal refusals[] = {
	{ "",
	  "gcc -shared -fPIC one.c two.c -o x",
	  HM_ERR_NO_DEBUG_INFO,
	  { "x has no debug information", "-g", "stripped after stamping" } },
	{ "",
	  "gcc -g -g1 -shared -fPIC one.c two.c -o x",
	  HM_ERR_NO_DEBUG_INFO,
	  { "x has debug information without types", "-g1", "-g (it" } },
	{ "strip",
	  "gcc -g -shared -fPIC one.c two.c -o x && strip x",
	  HM_ERR_NO_DEBUG_INFO,
	  { "x has no debug information", "-g", NULL } },
	{ "",
	  "gcc -g -gsplit-dwarf -shared -fPIC one.c two.c -o x && rm *two.dwo",
	  HM_ERR_NO_DEBUG_INFO,
	  { "two.dwo", "is missing", "--debug-dir" } },
	{ "",
	  "gcc -g -gsplit-dwarf -c -fPIC one.c && gcc -shared one.o -o x && "
	  "echo 'int y;' >> one.c && gcc -g -gsplit-dwarf -c -fPIC one.c",
	  HM_ERR_NO_DEBUG_INFO,
	  { "one.dwo", "is of another build", "--debug-dir" } },
	{ "dwz",
	  "gcc -g -shared -fPIC one.c two.c -o x && "
	  "gcc -g -Wl,-soname,y -shared -fPIC one.c two.c -o y && dwz -m z x y && rm z",
	  HM_ERR_NO_DEBUG_INFO,
	  { "stands in z", "--debug-dir", NULL } },
	{ "objcopy strip",
	  "gcc -g -shared -fPIC one.c two.c -o x && "
	  "objcopy --only-keep-debug x x.debug && strip x && "
	  "objcopy --add-gnu-debuglink=x.debug x && "
	  "gcc -g -shared -fPIC two.c -o x.debug",
	  HM_ERR_NO_DEBUG_INFO,
	  { "no debug information", "x.debug", "--debug-dir" } },
	{ "objcopy",
	  "gcc -g -shared -fPIC one.c two.c -o y && "
	  "head -c 40 /dev/zero | tr '\\0' '\\377' > bytes && "
	  "objcopy --update-section .debug_abbrev=bytes y x",
	  HM_ERR_FORMAT,
	  { "x", "damaged", NULL } },
	{ "objcopy",
	  "gcc -g -shared -fPIC one.c two.c -o y && "
	  "objcopy --dump-section .debug_str=bytes y && printf x >> bytes && "
	  "objcopy --update-section .debug_str=bytes y x",
	  HM_ERR_FORMAT,
	  { "x", "damaged", "has no end" } },
};

static void test_open_refuses(void)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++) {
		const struct refusal *refusal = &refusals[i];
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED_PROBE struct probe probe = probe_new();
		if (!has_programs(refusal->programs))
			continue;
		write_sources(&fixture);
		if (!run(&fixture, refusal->commands))
			continue;
		probe_want(&probe, WANT_SYMBOL, "first");
		probe_read(&probe, &fixture, "x");
		CU_ASSERT_EQUAL(hm_error_code(probe.error), refusal->code);
		for (size_t word = 0; word < 3 && refusal->words[word]; word++)
			CU_ASSERT_PTR_NOT_NULL(strstr(hm_error_message(probe.error),
						      refusal->words[word]));
	}
}

/* The bytes of debug sections at random: any outcome but a crash or an endless loop. */
static void mutate(uint8_t *bytes, size_t size, uint64_t *state)
{
	for (unsigned change = 0; change < 8; change++) {
		*state = *state * 6364136223846793005u + 1442695040888963407u;
		size_t at = (size_t)(*state >> 33) % size;
		bytes[at] = (uint8_t)(*state >> 25);
	}
}

static void test_read_damaged(void)
{
	static const char *const commands[] = {
		"gcc -g -O1 -fPIC -shared one.c two.c -o x",
		"gcc -g -gdwarf-4 -fdebug-types-section -O1 -c one.c -o x",
	};
	uint64_t state = 1;
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		write_sources(&fixture);
		if (!run(&fixture, commands[i]))
			continue;
		size_t size;
		SCOPED_FREE char *bytes = fixture_read(&fixture, "x", &size);
		SCOPED_FREE char *copy = malloc(size);
		CU_ASSERT_FATAL(bytes != NULL && copy != NULL && size > 1024);
		for (unsigned round = 0; round < 150; round++) {
			SCOPED_PROBE struct probe probe = probe_new();
			memcpy(copy, bytes, size);
			/* Behind the ELF header, which is for others to check. */
			mutate((uint8_t *)copy + 512, size - 512, &state);
			CU_ASSERT(fixture_write(&fixture, "y", copy, size));
			probe_want(&probe, WANT_SYMBOL, "first");
			probe_want(&probe, WANT_SYMBOL, "used");
			probe_want(&probe, WANT_TYPE, "struct config");
			probe_read(&probe, &fixture, "y");
		}
	}
}

/* A unit of which nothing is said: there is no attribute in all the debug information. */
static const char bare_unit[] = ".section .debug_abbrev\n"
				".byte 1, 0x11, 0, 0, 0, 0\n" /* DW_TAG_compile_unit */
				".section .debug_info\n"
				".long 2f - 1f\n"
				"1: .short 5\n"
				".byte 1, 8\n" /* DW_UT_compile, size of an address */
				".long 0\n"
				".byte 1\n"
				"2:\n";

static void test_read_unit_without_attributes(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_PROBE struct probe probe = probe_new();
	CU_ASSERT(fixture_write(&fixture, "x.s", bare_unit, sizeof(bare_unit) - 1));
	if (!run(&fixture, "gcc -c x.s -o x"))
		return;
	probe_want(&probe, WANT_SYMBOL, "first");
	probe_read(&probe, &fixture, "x");
	CU_ASSERT_STRING_EQUAL(probe_outcome(&probe), "ok");
	CU_ASSERT_STRING_EQUAL(probe_symbol(&probe, "first"), "untyped");
}

static const struct test_case cases[] = {
	{ "shapes of GCC", test_shapes_of_gcc },
	{ "shapes of clang", test_shapes_of_clang },
	{ "refusals", test_open_refuses },
	{ "damaged", test_read_damaged },
	{ "a unit without attributes", test_read_unit_without_attributes },
	{ NULL, NULL },
};

const struct test_suite suite_dwarf_file = { .name = "dwarf_file", .cases = cases };
