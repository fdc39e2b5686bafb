// SPDX-License-Identifier: BSD-3-Clause

/*
 * Every single bit of a stamp and of the headers of the file that it stands in, and every
 * length that the file can be cut to: refused, or of no consequence.
 */

#include "base/error.h"
#include "notes/decode.h"
#include "notes/encode.h"
#include "tests/note_fixture.h"
#include "tests/stamp_build.h"
#include "tests/stamp_repair.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <elf.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

/* No single one may take longer: they all are of a few kilobytes. */
#define SECONDS_MAX 1.0

struct tally {
	size_t tried, refused, same, other;
	double slowest;
};

static double now(void)
{
	struct timespec time;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void print_tally(const char *what, const struct tally *tally)
{
	printf("# %s: %zu tried, %zu refused, %zu the same, %zu other; slowest %.1f ms\n",
	       what, tally->tried, tally->refused, tally->same, tally->other,
	       tally->slowest * 1e3);
}

static void count(struct tally *tally, bool refused, bool same, double seconds)
{
	tally->tried++;
	tally->refused += refused;
	tally->same += !refused && same;
	tally->other += !refused && !same;
	if (seconds > tally->slowest)
		tally->slowest = seconds;
}

/* A stamp of other content must at least be the one encoding of what it says. */
static void decode_damaged(const uint8_t *bytes, size_t size, struct tally *tally)
{
	struct stamp stamp;
	SCOPED(buffer_deinit) struct buffer again = { 0 };
	double start = now();
	SCOPED_ERROR struct hm_error *error = stamp_decode(bytes, size, &stamp);
	if (error) {
		count(tally, true, false, now() - start);
		return;
	}
	SCOPED_ERROR struct hm_error *unwritten = stamp_encode(&stamp, &again);
	stamp_deinit(&stamp);
	bool same =
		!unwritten && again.size == size && memcmp(again.data, bytes, size) == 0;
	count(tally, false, same, now() - start);
}

static void test_damage_stamp_repaired(void)
{
	struct tally flips = { 0 }, cuts = { 0 };
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	SCOPED_FREE uint8_t *changed = malloc(bytes.size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(changed);
	for (size_t bit = 0; bit < bytes.size * 8; bit++) {
		/* The revision says nothing to this reader. */
		if (bit / 16 == 3)
			continue;
		memcpy(changed, bytes.data, bytes.size);
		changed[bit / 8] ^= (uint8_t)(1 << bit % 8);
		stamp_fix_checksums(changed, bytes.size);
		decode_damaged(changed, bytes.size, &flips);
	}
	for (size_t size = 16; size < bytes.size; size++) {
		memcpy(changed, bytes.data, bytes.size);
		for (unsigned i = 0; i < 4; i++)
			changed[8 + i] = (uint8_t)(size >> 8 * i);
		stamp_fix_checksums(changed, size);
		decode_damaged(changed, size, &cuts);
	}
	print_tally("bits of a stamp, checksums repaired", &flips);
	print_tally("cut stamps, checksums repaired", &cuts);
	CU_ASSERT_EQUAL(flips.other, 0);
	CU_ASSERT_EQUAL(cuts.refused, cuts.tried);
	CU_ASSERT(flips.slowest < SECONDS_MAX && cuts.slowest < SECONDS_MAX);
}

/* A stamped file in memory, and what its stamp says. */
struct subject {
	int fd;
	char *bytes;
	size_t size;
	struct buffer stamp;
};

static void subject_deinit(struct subject *subject)
{
	if (subject->fd >= 0)
		close(subject->fd);
	free(subject->bytes);
	buffer_deinit(&subject->stamp);
}

/* HM_OK and the stamp of the file as it is now, encoded. */
static enum hm_error_code read_stamp(const struct subject *subject, struct buffer *ret)
{
	struct image image;
	SCOPED_FD int fd = dup(subject->fd);
	SCOPED_ERROR struct hm_error *error = image_open_fd(fd, "damaged.so", &image);
	if (error)
		return hm_error_code(error);
	TAKE_FD(fd);
	SCOPED(stamp_deinit) struct stamp stamp = { 0 };
	error = image_stamp(&image, &stamp);
	image_deinit(&image);
	if (!error)
		error = stamp_encode(&stamp, ret);
	return hm_error_code(error);
}

static bool subject_init(struct subject *subject, const struct fixture *fixture,
			 const char *name)
{
	*subject = (struct subject){ .fd = memfd_create(name, MFD_CLOEXEC) };
	subject->bytes = fixture_read(fixture, name, &subject->size);
	return subject->fd >= 0 && subject->bytes &&
	       pwrite(subject->fd, subject->bytes, subject->size, 0) ==
		       (ssize_t)subject->size &&
	       read_stamp(subject, &subject->stamp) == HM_OK;
}

static void read_damaged(const struct subject *subject, struct tally *tally)
{
	SCOPED(buffer_deinit) struct buffer stamp = { 0 };
	double start = now();
	enum hm_error_code code = read_stamp(subject, &stamp);
	bool same = stamp.size == subject->stamp.size &&
		    memcmp(stamp.data, subject->stamp.data, stamp.size) == 0;
	count(tally, code != HM_OK, same, now() - start);
}

/* Every bit of the bytes from `start` on. */
static void flip(const struct subject *subject, size_t start, size_t size,
		 const char *what)
{
	struct tally tally = { 0 };
	CU_ASSERT_FATAL(start + size <= subject->size);
	for (size_t bit = start * 8; bit < (start + size) * 8; bit++) {
		const uint8_t *byte = (const uint8_t *)subject->bytes + bit / 8;
		uint8_t changed = (uint8_t)(*byte ^ 1 << bit % 8);
		size_t before = tally.other;
		CU_ASSERT_EQUAL(pwrite(subject->fd, &changed, 1, (off_t)(bit / 8)), 1);
		read_damaged(subject, &tally);
		CU_ASSERT_EQUAL(pwrite(subject->fd, byte, 1, (off_t)(bit / 8)), 1);
		if (tally.other != before)
			printf("# %s: byte %zu, bit %zu\n", what, bit / 8 - start,
			       bit % 8);
	}
	print_tally(what, &tally);
	CU_ASSERT_EQUAL(tally.other, 0);
	CU_ASSERT(tally.slowest < SECONDS_MAX);
}

static void cut(const struct subject *subject)
{
	struct tally tally = { 0 };
	for (size_t size = subject->size; size-- > 0;) {
		CU_ASSERT_EQUAL(ftruncate(subject->fd, (off_t)size), 0);
		read_damaged(subject, &tally);
	}
	print_tally("cut files", &tally);
	CU_ASSERT_EQUAL(tally.other, 0);
	CU_ASSERT(tally.slowest < SECONDS_MAX);
}

static void damage(const struct fixture *fixture, const char *name)
{
	SCOPED(subject_deinit) struct subject subject;
	if (!subject_init(&subject, fixture, name)) {
		CU_ASSERT(!"the stamped file can be read");
		return;
	}
#if __SIZEOF_POINTER__ == 8
	Elf64_Ehdr header;
	size_t segment = sizeof(Elf64_Phdr), section = sizeof(Elf64_Shdr);
#else
	Elf32_Ehdr header;
	size_t segment = sizeof(Elf32_Phdr), section = sizeof(Elf32_Shdr);
#endif
	memcpy(&header, subject.bytes, sizeof(header));
	flip(&subject, 0, sizeof(header), "bits of the ELF header");
	flip(&subject, header.e_phoff, header.e_phnum * segment,
	     "bits of the program headers");
	flip(&subject, header.e_shoff, header.e_shnum * section,
	     "bits of the section headers");
	cut(&subject);
}

static const char *const provided[] = { "spell_check" };

static const char source[] = "int host_log(int); int spell_check(int x)\n"
			     "{ return host_log(x); }\n";

static void test_damage_file_section(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = fixture_stamp(provided, 1);
	CU_ASSERT(fixture_compile(&fixture, "gcc -shared -fPIC", "a.so", source));
	CU_ASSERT_EQUAL(fixture_put(&fixture, "a.so", &bytes, &(struct put_options){ 0 }),
			HM_OK);
	damage(&fixture, "a.so");
}

static void test_damage_file_linked(void)
{
	SCOPED_FIXTURE struct fixture fixture = fixture_new();
	SCOPED(buffer_deinit) struct buffer bytes = fixture_stamp(provided, 1);
	CU_ASSERT(fixture_compile(&fixture, "gcc -c -fPIC", "a.o", source));
	CU_ASSERT_EQUAL(fixture_note_object(&fixture, "note.o", "a.o", &bytes), HM_OK);
	CU_ASSERT_EQUAL(fixture_run(&fixture, "gcc -shared -o a.so a.o note.o"), 0);
	damage(&fixture, "a.so");
}

static const struct test_case cases[] = {
	{ "test_damage_stamp_repaired", test_damage_stamp_repaired },
	{ "test_damage_file_section", test_damage_file_section },
	{ "test_damage_file_linked", test_damage_file_linked },
	{ NULL, NULL },
};

const struct test_suite suite_damage = { .name = "damage", .cases = cases };
