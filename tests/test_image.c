// SPDX-License-Identifier: BSD-3-Clause
#include "notes/image.h"

#include "base/error.h"
#include "tests/note_fixture.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <string.h>
#include <sys/stat.h>

#define SCOPED_IMAGE SCOPED(image_deinit)

/* How many bytes of a file are changed, one at a time. */
#define CHANGED_BYTES 2048

static void open_fatal(const struct fixture *fixture, const char *name,
		       struct image *image)
{
	CU_ASSERT_EQUAL_FATAL(fixture_open(fixture, name, image), HM_OK);
}

static void test_image_open_library(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_compile(
		&fixture, "gcc -shared -fPIC -Wl,-soname,libv.so.1,-rpath,/opt/lib",
		"v.so",
		"#include <stdio.h>\n"
		"int f(void) { return puts(\"\"); } int object; __thread int local;"
		"__attribute__((weak)) void w(void) {}"
		"__attribute__((visibility(\"hidden\"))) void hidden(void) {}"
		"__attribute__((visibility(\"protected\"))) int kept(void) { return 1; }"
		"int user(void) { return f() + kept() + object; }"));
	SCOPED_IMAGE struct image image;
	open_fatal(&fixture, "v.so", &image);
	CU_ASSERT_EQUAL(image.type, IMAGE_SHARED);
	CU_ASSERT_STRING_EQUAL(image.soname, "libv.so.1");
	CU_ASSERT_STRING_EQUAL(image.runpath, "/opt/lib");
	CU_ASSERT_EQUAL(image.needed.count, 1);
	const struct image_symbol *f = fixture_symbol(&image, "f", NULL);
	const struct image_symbol *object = fixture_symbol(&image, "object", NULL);
	const struct image_symbol *local = fixture_symbol(&image, "local", NULL);
	const struct image_symbol *kept = fixture_symbol(&image, "kept", NULL);
	const struct image_symbol *weak = fixture_symbol(&image, "w", NULL);
	CU_ASSERT_FATAL(f && object && local && kept && weak);
	CU_ASSERT(f->defined && f->kind == SYMBOL_FUNCTION && f->interposable);
	CU_ASSERT(object->kind == SYMBOL_OBJECT && object->interposable);
	CU_ASSERT_EQUAL(local->kind, SYMBOL_TLS);
	CU_ASSERT(!kept->interposable);
	CU_ASSERT(weak->weak);
	CU_ASSERT_PTR_NULL(fixture_symbol(&image, "hidden", NULL));
	CU_ASSERT_PTR_NULL(fixture_symbol(&image, "_edata", NULL));
	CU_ASSERT_PTR_NULL(fixture_symbol(&image, "_init", NULL));
}

static const char versioned[] =
	"int old(void) { return 1; } int new(void) { return 2; }"
	"__asm__(\".symver old, f@V1\"); __asm__(\".symver new, f@@V2\");";

static void test_image_open_versions(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	const char map[] = "V1 { global: f; local: *; }; V2 { global: f; } V1;";
	CU_ASSERT_FATAL(fixture_write(&fixture, "map", map, strlen(map)));
	CU_ASSERT_FATAL(fixture_compile(
		&fixture, "gcc -shared -fPIC -Wl,--version-script=map,-soname,libf.so.1",
		"libf.so", versioned));
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -shared -fPIC | libf.so", "u.so",
					"int f(void); int g(void) { return f(); }"));
	SCOPED_IMAGE struct image library;
	SCOPED_IMAGE struct image user;
	open_fatal(&fixture, "libf.so", &library);
	open_fatal(&fixture, "u.so", &user);
	const struct image_symbol *v1 = fixture_symbol(&library, "f", "V1");
	const struct image_symbol *v2 = fixture_symbol(&library, "f", "V2");
	const struct image_symbol *used = fixture_symbol(&user, "f", "V2");
	CU_ASSERT_FATAL(v1 && v2 && used);
	CU_ASSERT(v1->hidden && v1->version_index == 2);
	CU_ASSERT(!v2->hidden && v2->version_index == 3);
	CU_ASSERT(!used->defined);
	CU_ASSERT_STRING_EQUAL(used->version_file, "libf.so.1");
	/* The symbols that stand for the versions themselves. */
	CU_ASSERT_PTR_NULL(fixture_symbol(&library, "V1", "V1"));
}

static void test_image_open_object(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -c", "v.o", versioned));
	SCOPED_IMAGE struct image image;
	open_fatal(&fixture, "v.o", &image);
	CU_ASSERT_EQUAL(image.type, IMAGE_RELOCATABLE);
	const struct image_symbol *v1 = fixture_symbol(&image, "f", "V1");
	const struct image_symbol *v2 = fixture_symbol(&image, "f", "V2");
	CU_ASSERT_FATAL(v1 && v2);
	CU_ASSERT(v1->hidden && !v2->hidden);
	CU_ASSERT(v1->section != 0);
}

/* What a module exports is told by its own table of names, not by its symbols. */
static void test_image_open_kernel_module(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_compile(
		&fixture, "gcc -c", "module.o",
		"#define IN(name) __attribute__((section(name), used))\n"
		"IN(\".modinfo\") static const char license[] = \"license=GPL\";\n"

		"int shared(void) { return 1; }\n"
		"IN(\"___ksymtab+shared\") void *__ksymtab_shared = (void *)shared;\n"
		"int own(void); int own(void) { return 1; }\n"
		"int printk(const char *, ...);\n"
		"int init_module(void) { return printk(license) + own(); }\n"));
	SCOPED_IMAGE struct image image;
	open_fatal(&fixture, "module.o", &image);
	CU_ASSERT(image.kernel);
	CU_ASSERT_PTR_NOT_NULL(fixture_symbol(&image, "shared", NULL));
	CU_ASSERT_PTR_NOT_NULL(fixture_symbol(&image, "printk", NULL));
	CU_ASSERT_PTR_NULL(fixture_symbol(&image, "own", NULL));
	CU_ASSERT_PTR_NULL(fixture_symbol(&image, "init_module", NULL));
}

static void test_image_open_borrowed(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -shared -fPIC", "libo.so",
					"int object = 1; int f(void) { return 1; }"));
	CU_ASSERT_FATAL(fixture_compile(
		&fixture, "gcc -no-pie -fno-pie | libo.so", "main",
		"extern int object; int f(void); int (*pointer)(void) = f;"
		"int main(void) { return object + (pointer == f); }"));
	SCOPED_IMAGE struct image image;
	open_fatal(&fixture, "main", &image);
	const struct image_symbol *object = fixture_symbol(&image, "object", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(object);
	CU_ASSERT(object->borrowed && !object->defined);
	CU_ASSERT_EQUAL(image.type, IMAGE_EXECUTABLE);
	CU_ASSERT(!image.position_independent);
}

static void test_image_open_symbolic(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	const char text[] = "int object; int *user(void) { return &object; }"
			    "int f(void) { return 1; } int (*pointer)(void) = f;";
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -shared -fPIC", "plain.so", text));
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -shared -fPIC -Wl,-Bsymbolic",
					"symbolic.so", text));
	SCOPED_IMAGE struct image plain;
	SCOPED_IMAGE struct image symbolic;
	open_fatal(&fixture, "plain.so", &plain);
	open_fatal(&fixture, "symbolic.so", &symbolic);
	CU_ASSERT(fixture_symbol(&plain, "f", NULL)->interposable);
	CU_ASSERT(!fixture_symbol(&symbolic, "f", NULL)->interposable);
}

static void test_image_open_program(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -pie -fPIE -rdynamic", "pie",
					"int f(void) { return 1; } int (*p)(void) = f;"
					"int main(void) { return p(); }"));
	SCOPED_IMAGE struct image image;
	open_fatal(&fixture, "pie", &image);
	CU_ASSERT_EQUAL(image.type, IMAGE_EXECUTABLE);
	CU_ASSERT(image.position_independent);
	CU_ASSERT_FATAL(fixture_symbol(&image, "f", NULL) != NULL);
	CU_ASSERT(!fixture_symbol(&image, "f", NULL)->interposable);
	CU_ASSERT_PTR_NULL(fixture_symbol(&image, "_start", NULL));
}

/* The dynamic linker does without section headers, so do we. */
static void test_image_open_without_sections(void)
{
	static const char *const styles[] = { "gnu", "sysv", "both" };
	for (size_t i = 0; i < 3; i++) {
		SCOPED_FIXTURE struct fixture fixture = fixture_new();
		char command[80];
		size_t size;
		snprintf(command, sizeof(command),
			 "gcc -shared -fPIC -Wl,--hash-style=%s", styles[i]);
		CU_ASSERT_FATAL(fixture_compile(&fixture, command, "a.so",
						"int g(void); int f(void) { return g(); "
						"} int h(void) { return 1; }"));
		SCOPED_FREE char *bytes = fixture_read(&fixture, "a.so", &size);
		CU_ASSERT_FATAL(bytes && size > EI_NIDENT);
		fixture_hide_sections(bytes);
		CU_ASSERT_FATAL(fixture_write(&fixture, "b.so", bytes, size));
		SCOPED_IMAGE struct image with;
		SCOPED_IMAGE struct image without;
		open_fatal(&fixture, "a.so", &with);
		open_fatal(&fixture, "b.so", &without);
		CU_ASSERT_EQUAL(with.symbols.count, without.symbols.count);
		CU_ASSERT_PTR_NOT_NULL(fixture_symbol(&without, "g", NULL));
		CU_ASSERT_PTR_NOT_NULL(fixture_symbol(&without, "h", NULL));
	}
}

static void write_text(const struct fixture *fixture, const char *name, const char *text)
{
	CU_ASSERT(fixture_write(fixture, name, text, strlen(text)));
}

static void test_image_open_not_elf(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED_FREE char *fifo = fixture_path(&fixture, "fifo");
	SCOPED_FREE char *dir = fixture_path(&fixture, "dir");
	CU_ASSERT_EQUAL(mkfifo(fifo, 0600), 0);
	CU_ASSERT_EQUAL(mkdir(dir, 0700), 0);
	write_text(&fixture, "empty", "");
	write_text(&fixture, "text", "#!/bin/sh\n");
	write_text(&fixture, "short", "\177ELF");
	write_text(&fixture, "archive", "!<arch>\nlots of objects");
	write_text(&fixture, "bitcode", "BC\xc0\xde and more");
	static const struct {
		const char *name;
		enum hm_error_code code;
		const char *text;
	} rows[] = {
		{ "none", HM_ERR_IO, "No such file" },
		{ "dir", HM_ERR_IO, "directory" },
		{ "fifo", HM_ERR_IO, "pipe" },
		{ "empty", HM_ERR_FORMAT, "empty" },
		{ "text", HM_ERR_FORMAT, "not an ELF file" },
		{ "short", HM_ERR_FORMAT, "" },
		{ "archive", HM_ERR_FORMAT, "archive" },
		{ "bitcode", HM_ERR_FORMAT, "bitcode" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CU_ASSERT_EQUAL(fixture_open_code(&fixture, rows[i].name, rows[i].text),
				rows[i].code);
}

static void test_image_open_debug_file(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_compile(&fixture, "gcc -g -shared -fPIC", "a.so",
					"int f(void) { return 1; }"));
	CU_ASSERT_EQUAL_FATAL(
		fixture_run(&fixture, "objcopy --only-keep-debug a.so a.debug"), 0);
	CU_ASSERT_EQUAL(fixture_open_code(&fixture, "a.debug", "debug information only"),
			HM_ERR_FORMAT);
}

/* A small library: the tests below go through all of it. */
static char *small_library(const struct fixture *fixture, size_t *ret_size)
{
	CU_ASSERT_FATAL(fixture_compile(
		fixture, "gcc -s -shared -fPIC -nostdlib -Wl,-z,noseparate-code", "a.so",
		"int g(int); int f(void) { return g(3); } int h(void) { return f(); }"));
	char *bytes = fixture_read(fixture, "a.so", ret_size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(bytes);
	return bytes;
}

static void test_image_open_truncated(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	size_t size;
	SCOPED_FREE char *bytes = small_library(&fixture, &size);
	for (size_t cut = 1; cut < size; cut += 13) {
		CU_ASSERT(fixture_write(&fixture, "b.so", bytes, cut));
		CU_ASSERT_EQUAL(fixture_open_code(&fixture, "b.so", ""), HM_ERR_FORMAT);
	}
}

/* Found by fuzzing: libelf forgets those, until the file is longer. */
static void test_image_open_no_room_for_segments(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	const Elf64_Ehdr header = {
		.e_ident = { ELFMAG0, ELFMAG1, ELFMAG2, ELFMAG3, ELFCLASS64, ELFDATA2LSB,
			     EV_CURRENT },
		.e_type = htole16(ET_EXEC),
		.e_machine = htole16(EM_X86_64),
		.e_version = htole32(EV_CURRENT),
		.e_phoff = htole64(sizeof(header)),
		.e_ehsize = htole16(sizeof(header)),
		.e_phentsize = htole16(sizeof(Elf64_Phdr)),
	};
	/* Room for a part of one. */
	struct {
		Elf64_Ehdr header;
		char rest[8];
	} file = { .header = header };
	CU_ASSERT(fixture_write(&fixture, "a", &file, sizeof(file)));
	CU_ASSERT_EQUAL(fixture_open_code(&fixture, "a", ""), HM_OK);
	file.header.e_phnum = htole16(2);
	CU_ASSERT(fixture_write(&fixture, "a", &file, sizeof(file)));
	CU_ASSERT_EQUAL(fixture_open_code(&fixture, "a", "room for 0"), HM_ERR_FORMAT);
}

/* Whatever is damaged: an answer or an error, never a crash. */
static void test_image_open_damaged(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	size_t size, opened = 0;
	SCOPED_FREE char *bytes = small_library(&fixture, &size);
	static const char values[] = { 0, 1, 0x7f, -128, -1 };
	for (size_t i = 0; i < size && i < CHANGED_BYTES; i++) {
		char old = bytes[i];
		bytes[i] = values[i % sizeof(values)];
		CU_ASSERT(fixture_write(&fixture, "b.so", bytes, size));
		opened += fixture_open_code(&fixture, "b.so", "") == HM_OK;
		bytes[i] = old;
	}
	CU_ASSERT(opened > 0);
}

/* A big-endian file of 32 bits, made by hand: a header, a segment, a note in it. */
static void test_image_open_big_endian(void)
{
	static const unsigned char file[] = {
		0x7f,
		'E',
		'L',
		'F',
		ELFCLASS32,
		ELFDATA2MSB,
		EV_CURRENT,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		ET_EXEC,
		0,
		EM_PPC,
		0,
		0,
		0,
		1, /* type, machine, version */
		0,
		0,
		0,
		0,
		0,
		0,
		0,
		52,
		0,
		0,
		0,
		0, /* entry, segments, sections */
		0,
		0,
		0,
		5,
		0,
		52,
		0,
		32,
		0,
		1,
		0,
		40,
		0,
		0,
		0,
		0, /* flags, sizes */
		/* PT_NOTE at 84, 20 bytes, aligned to 4 */
		0,
		0,
		0,
		4,
		0,
		0,
		0,
		84,
		0,
		0,
		0,
		84,
		0,
		0,
		0,
		84,
		0,
		0,
		0,
		20,
		0,
		0,
		0,
		20,
		0,
		0,
		0,
		4,
		0,
		0,
		0,
		4,
		0,
		0,
		0,
		4,
		0,
		0,
		0,
		4,
		0,
		0,
		0,
		3,
		'G',
		'N',
		'U',
		0,
		1,
		2,
		3,
		4,
	};
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	CU_ASSERT_FATAL(fixture_write(&fixture, "big", file, sizeof(file)));
	SCOPED_IMAGE struct image image;
	open_fatal(&fixture, "big", &image);
	CU_ASSERT_EQUAL(image.elf_class, ELFCLASS32);
	CU_ASSERT_EQUAL(image.data, ELFDATA2MSB);
	CU_ASSERT_EQUAL(image.machine, EM_PPC);
	CU_ASSERT_EQUAL(image.e_flags, 5);
	CU_ASSERT_EQUAL(image.build_id_size, 4);
	CU_ASSERT_EQUAL(image.build_id[3], 4);
}

static const struct test_case cases[] = {
	{ "test_image_open_library", test_image_open_library },
	{ "test_image_open_versions", test_image_open_versions },
	{ "test_image_open_object", test_image_open_object },
	{ "test_image_open_kernel_module", test_image_open_kernel_module },
	{ "test_image_open_borrowed", test_image_open_borrowed },
	{ "test_image_open_symbolic", test_image_open_symbolic },
	{ "test_image_open_program", test_image_open_program },
	{ "test_image_open_without_sections", test_image_open_without_sections },
	{ "test_image_open_not_elf", test_image_open_not_elf },
	{ "test_image_open_debug_file", test_image_open_debug_file },
	{ "test_image_open_truncated", test_image_open_truncated },
	{ "test_image_open_no_room_for_segments", test_image_open_no_room_for_segments },
	{ "test_image_open_damaged", test_image_open_damaged },
	{ "test_image_open_big_endian", test_image_open_big_endian },
	{ NULL, NULL },
};

const struct test_suite suite_image = { .name = "image", .cases = cases };
