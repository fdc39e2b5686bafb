// SPDX-License-Identifier: BSD-3-Clause
#include "tests/loader_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>

/* Plugins that need libraries: whom they are bound to is what they are compared with. */

static const char header[] = "#include \"hallmark/interface.h\"\n"
			     "#include <fcntl.h>\n"
			     "#include <unistd.h>\n"
			     "struct dict {\n"
			     "#ifdef NEW_DICT\n"
			     "	int language;\n"
			     "#endif\n"
			     "	long words;\n"
			     "};\n"
			     "int dict_count(const struct dict *dict);\n"
			     "HM_INTERFACE(dict_count);\n"
			     "__attribute__((constructor)) static void construct(void)\n"
			     "{\n"
			     "	close(open(NAME \".ran\", O_CREAT | O_WRONLY, 0666));\n"
			     "}\n";

static const char library[] = "#include \"dict.h\"\n"
			      "int dict_count(const struct dict *dict)\n"
			      "{\n"
			      "	return dict ? (int)dict->words : 8;\n"
			      "}\n";

static const char plugin[] = "#include \"dict.h\"\n"
			     "int spell_words(void);\n"
			     "int spell_words(void)\n"
			     "{\n"
			     "	return dict_count(0);\n"
			     "}\n";

struct pair {
	/* Macros for either, and linker flags of the plugin. */
	const char *library_flags, *plugin_flags;
	bool library_stamped;
};

/* libdict.so and spell.so, which needs it. */
static bool build_pair(const struct fixture *fixture, const struct pair *pair)
{
	const char *cc = fixture_cc(), *hallmark = fixture_hallmark();
	const char *source = fixture_source_dir();
	return fixture_write(fixture, "dict.h", header, sizeof(header) - 1) &&
	       fixture_write(fixture, "dict.c", library, sizeof(library) - 1) &&
	       fixture_write(fixture, "spell.c", plugin, sizeof(plugin) - 1) &&
	       fixture_run(fixture,
			   "%s -g -shared -fPIC -I'%s/include' -DNAME='\"dict\"' %s -o "
			   "libdict.so "
			   "-Wl,-soname,libdict.so dict.c && "
			   "%s -g -shared -fPIC -I'%s/include' -DNAME='\"spell\"' -o "
			   "spell.so spell.c "
			   "%s -L. -ldict -Wl,-rpath,'$ORIGIN' && "
			   "'%s' stamp --package example.org/spell spell.so",
			   cc, source, pair->library_flags, cc, source,
			   pair->plugin_flags, hallmark) == 0 &&
	       (!pair->library_stamped ||
		fixture_run(fixture,
			    "'%s' stamp --role library --package example.org/dict "
			    "libdict.so",
			    hallmark) == 0);
}

static void test_library_fits(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "", "", true }));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so shell 'test -e dict.ran'"), 0);
}

static void test_library_not_stamped(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "-DNEW_DICT", "", false }));
	CU_ASSERT_EQUAL(host_run(&fixture, "open spell.so"), 0);
}

static void test_library_differs(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "-DNEW_DICT", "", true }));
	CU_ASSERT_EQUAL(host_run(&fixture,
				 "fail HM_ERR_INCOMPATIBLE spell.so finding member-moved "
				 "says dict_count says words "
				 "shell '! test -e dict.ran; ! test -e spell.ran'"),
			0);
}

static void test_library_missing(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "", "", true }));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "rm libdict.so"), 0);
	CU_ASSERT_EQUAL(host_run(&fixture, "fail HM_ERR_DLOPEN spell.so says libdict.so "
					   "claims example.org/spell"),
			0);
}

static void test_library_stamp_damaged(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "", "", true }));
	CU_ASSERT_EQUAL(
		fixture_run(&fixture,
			    "objcopy --dump-section .note.hallmark=n libdict.so && "
			    "printf Z | dd of=n bs=1 seek=100 conv=notrunc && "
			    "objcopy --update-section .note.hallmark=n libdict.so"),
		0);
	CU_ASSERT_EQUAL(host_run(&fixture, "fail HM_ERR_STAMP spell.so says libdict.so "
					   "shell '! test -e dict.ran'"),
			0);
}

/* A second host, which is linked with the library. */
static bool build_linked_host(const struct fixture *fixture)
{
	const char *source = fixture_source_dir(), *build = fixture_build_dir();
	return fixture_run(fixture,
			   "%s -g -rdynamic %s -I'%s/include' -I'%s/tests' -o linked "
			   "'%s/tests/loader_host.c' -L'%s/.libs' -Wl,-rpath,'%s/.libs' "
			   "-lhallmark -pthread -Wl,--no-as-needed -L. -ldict "
			   "-Wl,-rpath,'$ORIGIN' && '%s' stamp --role host --package "
			   "example.org/linked linked",
			   fixture_cc(), fixture_sanitize(), source, source, source,
			   build, build, fixture_hallmark()) == 0;
}

static void test_host_library_fits(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "", "", true }));
	CU_ASSERT(build_linked_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "./linked open spell.so"), 0);
}

static void test_host_library_differs(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "-DNEW_DICT", "", true }));
	CU_ASSERT(build_linked_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "./linked fail HM_ERR_INCOMPATIBLE spell.so finding "
				    "member-moved says dict_count "
				    "shell '! test -e spell.ran'"),
			0);
}

/* What is in the process counts, not the file that has taken its place since. */
static void test_host_library_replaced_on_disk(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "-DNEW_DICT", "", true }));
	CU_ASSERT(build_linked_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "%s -g -c -fPIC -I'%s/include' -DNEW_DICT "
				    "-DNAME='\"dict\"' dict.c && "
				    "'%s' stamp --object note.o --role library --package "
				    "example.org/dict dict.o && %s -shared -o libdict.so "
				    "-Wl,-soname,libdict.so dict.o note.o",
				    fixture_cc(), fixture_source_dir(),
				    fixture_hallmark(), fixture_cc()),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "%s -g -shared -fPIC -I'%s/include' "
				    "-DNAME='\"other\"' -o other.so dict.c",
				    fixture_cc(), fixture_source_dir()),
			0);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "./linked shell 'mv other.so libdict.so' "
				    "fail HM_ERR_INCOMPATIBLE spell.so says dict_count"),
			0);
}

/* A preloaded library without a stamp takes the place of the one that was compared. */
static void test_preloaded_interposer(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "", "", true }));
	CU_ASSERT(build_linked_host(&fixture));
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "%s -g -shared -fPIC -I'%s/include' "
				    "-DNAME='\"thief\"' -o thief.so dict.c",
				    fixture_cc(), fixture_source_dir()),
			0);
	CU_ASSERT_EQUAL(
		fixture_run(&fixture,
			    "ASAN_OPTIONS=verify_asan_link_order=0 "
			    "HALLMARK_REPORT=report LD_PRELOAD=./thief.so "
			    "./linked flags untyped fail HM_ERR_INCOMPATIBLE "
			    "spell.so finding untyped says thief.so "
			    "shell '! test -e spell.ran' flags none open spell.so"),
		0);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "sed -n 2p report | grep thief.so"), 0);
}

/* A plugin loaded behind our back, and found by its own name. */
static void test_library_loaded_before(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT(build_pair(&fixture, &(struct pair){ "", "", true }));
	CU_ASSERT(plugin_build_plain(&fixture, "first"));
	CU_ASSERT_EQUAL(host_run(&fixture, "plain ./libdict.so open spell.so "
					   "plain ./first.so open first.so call"),
			0);
}

static const struct test_case cases[] = {
	{ "library_fits", test_library_fits },
	{ "library_not_stamped", test_library_not_stamped },
	{ "library_differs", test_library_differs },
	{ "library_missing", test_library_missing },
	{ "library_stamp_damaged", test_library_stamp_damaged },
	{ "host_library_fits", test_host_library_fits },
	{ "host_library_differs", test_host_library_differs },
	{ "host_library_replaced_on_disk", test_host_library_replaced_on_disk },
	{ "preloaded_interposer", test_preloaded_interposer },
	{ "library_loaded_before", test_library_loaded_before },
	{ NULL, NULL },
};

const struct test_suite suite_loader_library = {
	"loader_library",
	cases,
	loader_suite_init,
	loader_suite_cleanup,
};
