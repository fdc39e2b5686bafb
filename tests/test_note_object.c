// SPDX-License-Identifier: BSD-3-Clause
#include "base/error.h"
#include "notes/put.h"
#include "tests/note_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

static const char *const names[] = { "dropped", "f", "g" };

/* Whatever makes the compiler leave GNU properties. */
#if defined __x86_64__ || defined __i386__
#define PROTECTED "-fcf-protection"
#elif defined __aarch64__
#define PROTECTED "-mbranch-protection=standard"
#else
#define PROTECTED ""
#endif

static struct buffer candidates(void)
{
	return fixture_stamp(names, 3);
}

/* One object, its note object, and a library of both by each linker at hand. */
static void make_objects(const struct fixture *fixture, const struct buffer *bytes)
{
	CU_ASSERT_FATAL(fixture_compile(
		fixture, "gcc -g -fPIC " PROTECTED " -c", "a.o",
		"int outside(void); int f(void) { return outside(); }"
		"__attribute__((visibility(\"hidden\"))) int dropped(void) { return 1; }"
		"int g(void) { return dropped(); }"));
	CU_ASSERT_EQUAL_FATAL(fixture_note_object(fixture, "note.o", "a.o", bytes),
			      HM_OK);
}

static void check_linked(const struct fixture *fixture, const char *name)
{
	struct stamp stamp;
	CU_ASSERT_EQUAL_FATAL(fixture_read_stamp(fixture, name, &stamp), HM_OK);
	CU_ASSERT_EQUAL(stamp.provides.count, 2);
	CU_ASSERT_PTR_NULL(
		stamp_find(stamp.provides.data, stamp.provides.count, "dropped", NULL));
	CU_ASSERT_PTR_NOT_NULL(
		stamp_find(stamp.provides.data, stamp.provides.count, "f", NULL));
	/* What the stamp lacks is added, untyped. */
	const struct stamp_symbol *outside =
		stamp_find(stamp.requires.data, stamp.requires.count, "outside", NULL);
	CU_ASSERT(outside && outside->type.id == TYPE_NONE);
	stamp_deinit(&stamp);
}

static void test_note_object_linked(void)
{
	static const char *const linkers[] = { "bfd", "gold", "lld", "mold" };
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = candidates();
	make_objects(&fixture, &bytes);
	for (size_t i = 0; i < 4; i++) {
		char program[16];
		snprintf(program, sizeof(program), "%s%s",
			 strcmp(linkers[i], "mold") == 0 ? "" : "ld.", linkers[i]);
		/* Not every linker knows every machine. */
		if (!fixture_has_program(program) ||
		    fixture_run(&fixture, "gcc -shared -fuse-ld=%s a.o -o plain.so",
				linkers[i]) != 0)
			continue;
		CU_ASSERT_EQUAL_FATAL(
			fixture_run(
				&fixture,
				"gcc -shared -Wl,--gc-sections -fuse-ld=%s a.o note.o "
				"-o a.so",
				linkers[i]),
			0);
		check_linked(&fixture, "a.so");
		CU_ASSERT_EQUAL(fixture_run(&fixture,
					    "readelf -nW a.so | grep -q Hallmark && "
					    "readelf -lW a.so | grep -q "
					    "'^ *[0-9][0-9].*[.]note[.]hallmark'"),
				0);
	}
}

static void test_note_object_stripped(void)
{
	static const char *const commands[] = { "strip", "eu-strip", "llvm-strip",
						"objcopy --strip-all" };
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = candidates();
	make_objects(&fixture, &bytes);
	for (size_t i = 0; i < 4; i++) {
		if (i < 3 && !fixture_has_program(commands[i]))
			continue;
		CU_ASSERT_EQUAL(fixture_run(&fixture,
					    "gcc -shared a.o note.o -o a.so && %s a.so",
					    commands[i]),
				0);
		check_linked(&fixture, "a.so");
	}
}

/* What the object says of itself must not change what the link makes of the others. */
static void test_note_object_neutral(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = candidates();
	make_objects(&fixture, &bytes);
	CU_ASSERT_EQUAL_FATAL(fixture_run(&fixture,
					  "gcc -nostdlib -shared a.o -o without.so && "
					  "gcc -nostdlib -shared a.o note.o -o with.so"),
			      0);
	CU_ASSERT_EQUAL(
		fixture_run(&fixture,
			    "for f in without with; do { readelf -nW $f.so | grep "
			    "'Properties:'; readelf -lW $f.so | grep GNU_STACK; readelf "
			    "-hW $f.so | grep Flags; } >$f.txt; done; "
			    "test -s with.txt && cmp with.txt without.txt"),
		0);
}

static void test_note_object_refused(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = candidates();
	make_objects(&fixture, &bytes);
	CU_ASSERT_EQUAL_FATAL(
		fixture_run(&fixture, "gcc -shared a.o note.o -o a.so && cp note.o n2.o"),
		0);
	CU_ASSERT_EQUAL(fixture_note_object(&fixture, "x.o", "a.so", &bytes),
			HM_ERR_FORMAT);
	CU_ASSERT_EQUAL(fixture_note_object(&fixture, "none/x.o", "a.o", &bytes),
			HM_ERR_IO);
	/* A second stamp is one too many, in whatever form. */
	static const struct put_options in_place = { 0 };
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_ERR_STAMP);
	CU_ASSERT_EQUAL(fixture_remove_note(&fixture, "a.so", &in_place), HM_ERR_STAMP);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "gcc -shared a.o note.o n2.o -o two.so"),
			0);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "two.so"), HM_ERR_STAMP);
}

static const struct test_case cases[] = {
	{ "test_note_object_linked", test_note_object_linked },
	{ "test_note_object_stripped", test_note_object_stripped },
	{ "test_note_object_neutral", test_note_object_neutral },
	{ "test_note_object_refused", test_note_object_refused },
	{ NULL, NULL },
};

const struct test_suite suite_note_object = { .name = "note_object", .cases = cases };
