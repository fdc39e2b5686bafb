// SPDX-License-Identifier: BSD-3-Clause
#include "verify/library.h"

#include "base/scope.h"
#include "tests/fixture.h"
#include "tests/suite.h"
#include "verify/library_dirs.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const struct library_target x86_64 = { ELFCLASS64, ELFDATA2LSB, EM_X86_64 };

#define SCOPED_DIRS SCOPED(library_dirs_deinit)

static void scope_search(struct library_search **search)
{
	library_search_destroy(*search);
}

#define SCOPED_SEARCH SCOPED(scope_search)

/* The folders one after another, each with a ':' behind it; to be freed. */
static char *joined(const struct library_dirs *dirs)
{
	char *text = NULL;
	size_t size = 0;
	FILE *stream = open_memstream(&text, &size);
	vector_for_each (dir, &dirs->list)
		fprintf(stream, "%s:", *dir);
	fclose(stream);
	return text;
}

static void test_library_dirs_add_runpath(void)
{
	static const struct {
		const char *runpath, *origin, *expected;
	} cases[] = {
		{ "/a:/b/c", NULL, "/a:/b/c:" },
		{ "$ORIGIN/../lib", "/opt/x",
		  "/opt/x/../lib:/opt/x/../lib:/opt/x/../lib:" },
		{ "${ORIGIN}", "/o", "/o:/o:/o:" },
		{ "/x/$LIB", NULL, "/x/lib/x86_64-linux-gnu:/x/lib64:/x/lib:" },
		{ "/x/${LIB}/y", NULL, "/x/lib/x86_64-linux-gnu/y:/x/lib64/y:/x/lib/y:" },
		/* Unknown tokens stay, as a folder that hardly exists. */
		{ "/x/$NONE", NULL, "/x/$NONE:/x/$NONE:/x/$NONE:" },
		{ "/x/${LIB", NULL, "/x/${LIB:/x/${LIB:/x/${LIB:" },
		{ "/x/$", NULL, "/x/$:/x/$:/x/$:" },
		/* Where the file is cannot be told. */
		{ "$ORIGIN:/b", NULL, "/b:" },
		/* An empty element is the working directory. */
		{ "", NULL, ".:" },
		{ "/a:", NULL, "/a:.:" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		SCOPED_DIRS struct library_dirs dirs = { 0 };
		CU_ASSERT_PTR_NULL(library_dirs_add_runpath(&dirs, cases[i].runpath,
							    cases[i].origin, &x86_64));
		SCOPED_FREE char *text = joined(&dirs);
		CU_ASSERT_STRING_EQUAL(text, cases[i].expected);
	}
}

static void test_library_dirs_add_runpath_hostile(void)
{
	enum { SIZE = 1 << 20 };
	SCOPED_FREE char *runpath = malloc(SIZE + 1);
	CU_ASSERT_PTR_NOT_NULL_FATAL(runpath);
	memset(runpath, ':', SIZE);
	runpath[SIZE] = '\0';
	SCOPED_DIRS struct library_dirs dirs = { 0 };
	CU_ASSERT_PTR_NULL(library_dirs_add_runpath(&dirs, runpath, "/o", &x86_64));
	CU_ASSERT(dirs.list.count < 1000);
	/* One element that would grow to gigabytes. */
	for (size_t i = 0; i < SIZE; i += 8)
		memcpy(runpath + i, "$ORIGIN/", 8);
	SCOPED_DIRS struct library_dirs grown = { 0 };
	CU_ASSERT_PTR_NULL(library_dirs_add_runpath(&grown, runpath, "/o/o/o", &x86_64));
	CU_ASSERT_EQUAL(grown.list.count, 0);
}

static void test_library_dirs_add_config(void)
{
	static const char main_file[] = "# comment\n"
					"include more/*.conf  # and these\n"
					"\n"
					"  /opt/lib\n"
					"/opt/old=libc6\n"
					"hwcap 0 nosegneg\n"
					"include self.conf\n";
	static const char one[] = "/one\n", two[] = "/two\n",
			  self[] = "include self.conf\n";
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_EQUAL(fixture_run(&fixture, "mkdir more"), 0);
	CU_ASSERT(fixture_write(&fixture, "ld.so.conf", main_file, strlen(main_file)));
	CU_ASSERT(fixture_write(&fixture, "more/1.conf", one, strlen(one)));
	CU_ASSERT(fixture_write(&fixture, "more/2.conf", two, strlen(two)));
	CU_ASSERT(fixture_write(&fixture, "more/3.other", two, strlen(two)));
	CU_ASSERT(fixture_write(&fixture, "self.conf", self, strlen(self)));
	SCOPED_FREE char *path = fixture_path(&fixture, "ld.so.conf");
	SCOPED_DIRS struct library_dirs dirs = { 0 };
	CU_ASSERT_PTR_NULL(library_dirs_add_config(&dirs, path));
	SCOPED_FREE char *text = joined(&dirs);
	CU_ASSERT_STRING_EQUAL(text, "/one:/two:/opt/lib:/opt/old:");
	CU_ASSERT_PTR_NULL(library_dirs_add_config(&dirs, "/nonexistent/ld.so.conf"));
}

/* A search that starts from one file of the fixture; NULL where that cannot be read. */
static struct library_search *search_from(const struct fixture *fixture, const char *name)
{
	SCOPED_FREE char *path = fixture_path(fixture, name);
	SCOPED_SEARCH struct library_search *search = NULL;
	CU_ASSERT_PTR_NULL(library_search_create(&search));
	struct image image;
	struct hm_error *error = image_open(path, &image);
	CU_ASSERT_PTR_NULL(error);
	if (error) {
		hm_error_free(error);
		return NULL;
	}
	CU_ASSERT_PTR_NULL(library_search_add(search, &image));
	/* Nothing of the image is needed from here on. */
	image_deinit(&image);
	return TAKE(search);
}

static bool compile(const struct fixture *fixture, const char *flags, const char *output,
		    const char *text)
{
	SCOPED_FREE char *command = NULL;
	if (asprintf(&command, "%s -shared -fPIC %s", fixture_cc(), flags) < 0)
		return false;
	return fixture_compile(fixture, command, output, text);
}

/* plugin.so needs lib/libone.so by $ORIGIN, which needs lib/libtwo.so by its own. */
static void build_chain(const struct fixture *fixture)
{
	CU_ASSERT_EQUAL(fixture_run(fixture, "mkdir lib"), 0);
	CU_ASSERT(compile(fixture, "-Wl,-soname,libtwo.so", "lib/libtwo.so",
			  "int in_two(void) { return 2; }"));
	CU_ASSERT(compile(fixture,
			  "-Wl,-soname,libone.so -Wl,--enable-new-dtags "
			  "-Wl,-rpath,'$ORIGIN' -Wl,--no-as-needed | -Llib -l:libtwo.so",
			  "lib/libone.so", "int in_one(void) { return 1; }"));
	CU_ASSERT(compile(fixture,
			  "-Wl,-rpath,'$ORIGIN/lib' -Wl,--no-as-needed "
			  "-Wl,--allow-shlib-undefined | -Llib -l:libone.so",
			  "plugin.so", "int plugin_run(void) { return 0; }"));
}

static void test_library_search_defines_through_needed(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	build_chain(&fixture);
	SCOPED_SEARCH struct library_search *search = search_from(&fixture, "plugin.so");
	CU_ASSERT_PTR_NOT_NULL_FATAL(search);
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_one", NULL), 1);
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_two", NULL), 1);
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_none", NULL), 0);
	/* Without versions in the file, a version asked for is no hindrance. */
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_one", "V1"), 1);
	/* Of the C library, which it brings along. */
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "malloc", NULL), 1);
	CU_ASSERT_EQUAL(library_search_defines(search, "libnever.so", "in_one", NULL),
			-1);
}

static void test_library_search_defines_lost(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	build_chain(&fixture);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "rm lib/libtwo.so"), 0);
	SCOPED_SEARCH struct library_search *search = search_from(&fixture, "plugin.so");
	CU_ASSERT_PTR_NOT_NULL_FATAL(search);
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_one", NULL), 1);
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_two", NULL), -1);
}

/* What stands in the way in an earlier folder is passed by, as ld.so does. */
static void test_library_search_defines_wrong_files(void)
{
	static const char text[] = "not an ELF file";
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	build_chain(&fixture);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "mkdir a b c d && mkdir b/libone.so && "
					      "mkfifo c/libone.so && "
					      "cp lib/libone.so d/ && "
					      "printf '\\001' | dd of=d/libone.so bs=1 "
					      "seek=4 conv=notrunc"),
			0);
	CU_ASSERT(fixture_write(&fixture, "a/libone.so", text, strlen(text)));
	CU_ASSERT(compile(&fixture,
			  "-Wl,-rpath,'$ORIGIN/a:$ORIGIN/b:$ORIGIN/c:$ORIGIN/d:"
			  "$ORIGIN/lib' -Wl,--no-as-needed -Wl,--allow-shlib-undefined | "
			  "-Llib -l:libone.so",
			  "plugin.so", "int plugin_run(void) { return 0; }"));
	SCOPED_SEARCH struct library_search *search = search_from(&fixture, "plugin.so");
	CU_ASSERT_PTR_NOT_NULL_FATAL(search);
	CU_ASSERT_EQUAL(library_search_defines(search, "libone.so", "in_one", NULL), 1);
}

static void test_library_search_defines_versions(void)
{
	static const char map[] = "V1 { global: one; local: *; }; V2 { global: two; };";
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(fixture_write(&fixture, "two.map", map, strlen(map)));
	CU_ASSERT(compile(&fixture, "-Wl,-soname,libv.so -Wl,--version-script=two.map",
			  "libv.so",
			  "int one(void) { return 1; }\n"
			  "int two(void) { return 2; }\n"
			  "int three(void) { return 3; }\n"
			  "__asm__(\".symver three,two_old@V2\");\n"));
	CU_ASSERT(compile(&fixture,
			  "-Wl,-rpath,'$ORIGIN' -Wl,--no-as-needed | -L. -l:libv.so",
			  "plugin.so", "int plugin_run(void) { return 0; }"));
	SCOPED_SEARCH struct library_search *search = search_from(&fixture, "plugin.so");
	CU_ASSERT_PTR_NOT_NULL_FATAL(search);
	static const struct {
		const char *symbol, *version;
		int answer;
	} cases[] = {
		{ "one", "V1", 1 },	{ "one", "V2", 0 },   { "one", NULL, 1 },
		{ "two", NULL, 1 },	{ "three", NULL, 0 }, { "two_old", "V2", 1 },
		{ "two_old", NULL, 0 },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		CU_ASSERT_EQUAL(library_search_defines(search, "libv.so", cases[i].symbol,
						       cases[i].version),
				cases[i].answer);
}

/* Two libraries that need each other are asked once each. */
static void test_library_search_defines_ring(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	const char *flags = "-Wl,-rpath,'$ORIGIN' -Wl,--no-as-needed -nostdlib "
			    "-Wl,--allow-shlib-undefined";
	char first[256], second[256];
	snprintf(first, sizeof(first), "%s -Wl,-soname,liba.so", flags);
	snprintf(second, sizeof(second), "%s -Wl,-soname,libb.so | -L. -l:liba.so",
		 flags);
	CU_ASSERT(compile(&fixture, first, "liba.so", "int in_a;"));
	CU_ASSERT(compile(&fixture, second, "libb.so", "int in_b;"));
	snprintf(first, sizeof(first), "%s -Wl,-soname,liba.so | -L. -l:libb.so", flags);
	CU_ASSERT(compile(&fixture, first, "liba.so", "int in_a;"));
	snprintf(first, sizeof(first), "%s | -L. -l:liba.so", flags);
	CU_ASSERT(compile(&fixture, first, "plugin.so", "int plugin_run;"));
	SCOPED_SEARCH struct library_search *search = search_from(&fixture, "plugin.so");
	CU_ASSERT_PTR_NOT_NULL_FATAL(search);
	CU_ASSERT_EQUAL(library_search_defines(search, "liba.so", "in_b", NULL), 1);
	CU_ASSERT_EQUAL(library_search_defines(search, "liba.so", "in_none", NULL), 0);
	CU_ASSERT_EQUAL(library_search_defines(search, "liba.so", "in_none", NULL), 0);
}

/* plugin.so finds lib/libone.so, which needs lib/libtwo.so and says nothing of where. */
static void build_mute_chain(const struct fixture *fixture, const char *tags)
{
	char flags[256];
	CU_ASSERT_EQUAL(fixture_run(fixture, "mkdir -p lib"), 0);
	CU_ASSERT(compile(fixture, "-Wl,-soname,libtwo.so", "lib/libtwo.so",
			  "int in_two(void) { return 2; }"));
	CU_ASSERT(compile(fixture,
			  "-Wl,-soname,libone.so -Wl,--no-as-needed | -Llib -l:libtwo.so",
			  "lib/libone.so", "int in_one(void) { return 1; }"));
	snprintf(flags, sizeof(flags),
		 "%s -Wl,--no-as-needed -Wl,--allow-shlib-undefined | -Llib "
		 "-l:libone.so",
		 tags);
	CU_ASSERT(compile(fixture, flags, "plugin.so",
			  "int plugin_run(void) { return 0; }"));
}

/* DT_RPATH holds for what is loaded for the file, too; DT_RUNPATH only for itself. */
static void test_library_search_defines_rpath(void)
{
	static const struct {
		const char *tags;
		int one, two;
	} kinds[] = {
		{ "-Wl,--disable-new-dtags -Wl,-rpath,'$ORIGIN/lib'", 1, 1 },
		{ "-Wl,--enable-new-dtags -Wl,-rpath,'$ORIGIN/lib'", 1, -1 },
	};
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		build_mute_chain(&fixture, kinds[i].tags);
		SCOPED_SEARCH struct library_search *search =
			search_from(&fixture, "plugin.so");
		CU_ASSERT_PTR_NOT_NULL_FATAL(search);
		CU_ASSERT_EQUAL(
			library_search_defines(search, "libone.so", "in_one", NULL),
			kinds[i].one);
		CU_ASSERT_EQUAL(
			library_search_defines(search, "libone.so", "in_two", NULL),
			kinds[i].two);
	}
}

/* The program's DT_RPATH comes last, unless the file that needs one has a RUNPATH. */
static void test_library_search_defines_rpath_of_program(void)
{
	static const struct {
		const char *tags;
		int answer;
	} kinds[] = { { "", 1 }, { "-Wl,--enable-new-dtags -Wl,-rpath,/nowhere", -1 } };
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_FREE char *program = fixture_path(&fixture, "program");
	CU_ASSERT(fixture_write(&fixture, "program", "", 0));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		build_mute_chain(&fixture, kinds[i].tags);
		SCOPED_SEARCH struct library_search *search =
			search_from(&fixture, "plugin.so");
		CU_ASSERT_PTR_NOT_NULL_FATAL(search);
		CU_ASSERT_PTR_NULL(
			library_search_program(search, "$ORIGIN/lib", program));
		CU_ASSERT_EQUAL(
			library_search_defines(search, "libone.so", "in_two", NULL),
			kinds[i].answer);
	}
}

static const struct test_case cases[] = {
	{ "library_dirs_add_runpath", test_library_dirs_add_runpath },
	{ "library_dirs_add_runpath_hostile", test_library_dirs_add_runpath_hostile },
	{ "library_dirs_add_config", test_library_dirs_add_config },
	{ "library_search_defines_through_needed",
	  test_library_search_defines_through_needed },
	{ "library_search_defines_lost", test_library_search_defines_lost },
	{ "library_search_defines_wrong_files", test_library_search_defines_wrong_files },
	{ "library_search_defines_versions", test_library_search_defines_versions },
	{ "library_search_defines_ring", test_library_search_defines_ring },
	{ "library_search_defines_rpath", test_library_search_defines_rpath },
	{ "library_search_defines_rpath_of_program",
	  test_library_search_defines_rpath_of_program },
	{ NULL, NULL },
};

const struct test_suite suite_library = { .name = "library", .cases = cases };
