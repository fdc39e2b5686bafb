// SPDX-License-Identifier: BSD-3-Clause
#include "notes/put.h"

#include "base/error.h"
#include "tests/note_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>

static const char *const names[] = { "f" };
static const struct put_options in_place = { 0 };

static struct buffer small_stamp(void)
{
	return fixture_stamp(names, 1);
}

static void make_library(const struct fixture *fixture)
{
	CU_ASSERT_FATAL(fixture_compile(fixture, "gcc -g -shared -fPIC", "a.so",
					"int f(void) { return 3; }"));
	CU_ASSERT_EQUAL_FATAL(fixture_run(fixture, "cp a.so old.so"), 0);
}

static void test_note_put_found_again(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	make_library(&fixture);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_ERR_NO_STAMP);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	struct image image;
	struct note_place place;
	CU_ASSERT_EQUAL_FATAL(fixture_open(&fixture, "a.so", &image), HM_OK);
	struct hm_error *error = image_find_note(&image, &place);
	image_deinit(&image);
	CU_ASSERT_PTR_NULL_FATAL(error);
	CU_ASSERT(!place.linked);
	CU_ASSERT(place.size == bytes.size &&
		  memcmp(place.desc, bytes.data, bytes.size) == 0);
	free(place.desc);
}

/* Gives the section names of a.so another place, and the size that goes with it. */
static void move_names(const struct fixture *fixture, bool into_header, int more_bytes)
{
	size_t size;
	SCOPED_FREE char *file = fixture_read(fixture, "a.so", &size);
	CU_ASSERT_FATAL(file != NULL && size > sizeof(Elf64_Ehdr));
	Elf64_Ehdr header;
	Elf64_Shdr table;
	memcpy(&header, file, sizeof(header));
	char *at = file + header.e_shoff + header.e_shstrndx * sizeof(table);
	memcpy(&table, at, sizeof(table));
	table.sh_size += (Elf64_Xword)more_bytes + (into_header ? table.sh_offset : 0);
	table.sh_offset = into_header ? 0 : table.sh_offset;
	memcpy(at, &table, sizeof(table));
	CU_ASSERT(fixture_write(fixture, "a.so", file, size));
}

/*
 * Found by fuzzing: the names were copied, ELF header and all, and unstamp told by them;
 * and what had no end, and was no name, became one with the stamp's behind it.
 */
static void test_note_put_odd_section_names(void)
{
	static const struct {
		bool into_header;
		int more_bytes;
		enum hm_error_code code;
	} odd[] = {
		{ false, 0, HM_OK },
		{ true, 0, HM_ERR_FORMAT },
		{ false, -1, HM_ERR_FORMAT },
	};
	if (sizeof(void *) != sizeof(Elf64_Addr))
		return;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
		make_library(&fixture);
		move_names(&fixture, odd[i].into_header, odd[i].more_bytes);
		CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place),
				odd[i].code);
	}
}

static void test_note_put_twice(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	SCOPED(buffer_deinit) struct buffer other = fixture_stamp(NULL, 0);
	make_library(&fixture);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "cp a.so once.so"), 0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &other, &in_place), HM_OK);
	CU_ASSERT(!fixture_same(&fixture, "a.so", "once.so"));
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	CU_ASSERT(fixture_same(&fixture, "a.so", "once.so"));
}

static void test_note_remove_gives_back(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	make_library(&fixture);
	CU_ASSERT_EQUAL(fixture_remove_note(&fixture, "a.so", &in_place),
			HM_ERR_NO_STAMP);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	CU_ASSERT(!fixture_same(&fixture, "a.so", "old.so"));
	CU_ASSERT_EQUAL(fixture_remove_note(&fixture, "a.so", &in_place), HM_OK);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
}

/* Other tools move the section: it is found, replaced and taken out all the same. */
static void test_note_put_after_other_tools(void)
{
	static const char *const commands[] = {
		"strip a.so",
		"strip -g a.so",
		"objcopy --strip-all a.so",
		"objcopy --add-gnu-debuglink=old.so a.so",
		"eu-strip a.so",
		"eu-strip -f a.debug a.so",
	};
	for (size_t i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
		SCOPED(buffer_deinit) struct buffer other = fixture_stamp(NULL, 0);
		if (commands[i][0] == 'e' && !fixture_has_program("eu-strip"))
			continue;
		make_library(&fixture);
		CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
		CU_ASSERT_EQUAL(fixture_run(&fixture, "%s", commands[i]), 0);
		CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_OK);
		CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &other, &in_place), HM_OK);
		CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_OK);
		CU_ASSERT_EQUAL(fixture_remove_note(&fixture, "a.so", &in_place), HM_OK);
		CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_ERR_NO_STAMP);
		CU_ASSERT_EQUAL(fixture_run(&fixture,
					    "readelf -aW a.so >/dev/null 2>err && "
					    "! test -s err"),
				0);
	}
}

static void test_note_put_without_sections(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	size_t size;
	make_library(&fixture);
	SCOPED_FREE char *file = fixture_read(&fixture, "a.so", &size);
	CU_ASSERT_FATAL(file && size > EI_NIDENT);
	fixture_hide_sections(file);
	CU_ASSERT_FATAL(fixture_write(&fixture, "a.so", file, size));
	CU_ASSERT_FATAL(fixture_write(&fixture, "old.so", file, size));
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_OK);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "readelf -nW a.so | grep -q Hallmark"), 0);
	CU_ASSERT_EQUAL(fixture_remove_note(&fixture, "a.so", &in_place), HM_OK);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
}

/* More sections than a field of the ELF header can count. */
static void test_note_put_many_sections(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	CU_ASSERT_EQUAL_FATAL(
		fixture_run(&fixture,
			    "{ i=0; while [ $i -lt 65300 ]; do "
			    "echo \".section s$i,\\\"\\\",@progbits; .byte 1\"; "
			    "i=$((i + 1)); done; } >many.s && "
			    "gcc -c many.s -o many.o && "
			    "gcc -shared -nostdlib many.o -o a.so && cp a.so old.so"),
		0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_OK);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "readelf -nW a.so | grep -q Hallmark"), 0);
	CU_ASSERT_EQUAL(fixture_remove_note(&fixture, "a.so", &in_place), HM_OK);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
}

static void test_note_put_symbolic_link(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	make_library(&fixture);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "mkdir sub && ln -s ../a.so sub/link.so"),
			0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "sub/link.so", &bytes, &in_place), HM_OK);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -L sub/link.so"), 0);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_OK);
}

static void test_note_put_hard_link(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	struct put_options force = { .force = true };
	make_library(&fixture);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "ln a.so b.so"), 0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_ERR_IO);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &force), HM_OK);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "a.so"), HM_OK);
	CU_ASSERT(fixture_same(&fixture, "b.so", "old.so"));
}

static void test_note_put_keeps_mode_and_attributes(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	SCOPED_FREE char *path = fixture_path(&fixture, "a.so");
	char value[8] = "";
	struct stat status;
	make_library(&fixture);
	bool attributes = setxattr(path, "user.origin", "here", 4, 0) == 0;
	CU_ASSERT_EQUAL(chmod(path, 04751), 0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_OK);
	CU_ASSERT_EQUAL(stat(path, &status), 0);
	CU_ASSERT_EQUAL(status.st_mode & 07777, 04751);
	if (attributes)
		CU_ASSERT_EQUAL(getxattr(path, "user.origin", value, sizeof(value)), 4);
}

static void test_note_put_to_another_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	SCOPED_FREE char *output = fixture_path(&fixture, "out.so");
	SCOPED_FREE char *nowhere = fixture_path(&fixture, "none/out.so");
	struct put_options to = { .output = output }, to_nowhere = { .output = nowhere };
	make_library(&fixture);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &to), HM_OK);
	CU_ASSERT_EQUAL(fixture_stamp_code(&fixture, "out.so"), HM_OK);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
	CU_ASSERT_EQUAL(fixture_run(&fixture, "test -x out.so"), 0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &to_nowhere), HM_ERR_IO);
}

/* A file that may not grow is as good as a full disk. */
static void test_note_put_disk_full(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	struct rlimit old, small = { 4096, 4096 };
	make_library(&fixture);
	size_t files = fixture_file_count(&fixture);
	CU_ASSERT_EQUAL_FATAL(getrlimit(RLIMIT_FSIZE, &old), 0);
	void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
	small.rlim_max = old.rlim_max;
	setrlimit(RLIMIT_FSIZE, &small);
	enum hm_error_code code = fixture_put(&fixture, "a.so", &bytes, &in_place);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, handler);
	CU_ASSERT_EQUAL(code, HM_ERR_IO);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
	CU_ASSERT_EQUAL(fixture_file_count(&fixture), files);
}

static void test_note_put_refused(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = small_stamp();
	make_library(&fixture);
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -c", "a.o", "int f(void);"));
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.o", &bytes, &in_place), HM_ERR_FORMAT);
	CU_ASSERT_EQUAL(fixture_run(&fixture,
				    "printf '~Module signature appended~\\n' >>a.so && "
				    "cp a.so old.so"),
			0);
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &in_place), HM_ERR_FORMAT);
	CU_ASSERT(fixture_same(&fixture, "a.so", "old.so"));
}

static const struct test_case cases[] = {
	{ "test_note_put_found_again", test_note_put_found_again },
	{ "test_note_put_twice", test_note_put_twice },
	{ "test_note_put_odd_section_names", test_note_put_odd_section_names },
	{ "test_note_remove_gives_back", test_note_remove_gives_back },
	{ "test_note_put_after_other_tools", test_note_put_after_other_tools },
	{ "test_note_put_without_sections", test_note_put_without_sections },
	{ "test_note_put_many_sections", test_note_put_many_sections },
	{ "test_note_put_symbolic_link", test_note_put_symbolic_link },
	{ "test_note_put_hard_link", test_note_put_hard_link },
	{ "test_note_put_keeps_mode_and_attributes",
	  test_note_put_keeps_mode_and_attributes },
	{ "test_note_put_to_another_file", test_note_put_to_another_file },
	{ "test_note_put_disk_full", test_note_put_disk_full },
	{ "test_note_put_refused", test_note_put_refused },
	{ NULL, NULL },
};

const struct test_suite suite_put = { .name = "put", .cases = cases };
