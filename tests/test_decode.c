// SPDX-License-Identifier: BSD-3-Clause
#include "notes/decode.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/encode.h"
#include "tests/stamp_build.h"
#include "tests/stamp_repair.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

/* How many times the bytes are changed at random; the sequence is always the same. */
#define MUTATIONS 20000

/* Decodes and encodes again; false if that gives other bytes. */
static bool is_canonical(const uint8_t *bytes, size_t size)
{
	struct stamp stamp;
	SCOPED(buffer_deinit) struct buffer again = { 0 };
	SCOPED_ERROR struct hm_error *refused = stamp_decode(bytes, size, &stamp);
	if (refused)
		return true;
	SCOPED_ERROR struct hm_error *error = stamp_encode(&stamp, &again);
	stamp_deinit(&stamp);
	return !error && again.size == size && memcmp(again.data, bytes, size) == 0;
}

static const char *const texts[] = {
	stamp_build_text,
	"",
	"int f(void);",
	"struct a { struct a *next; }; struct a f(struct a *a, ...);",
	"struct a { int x; }; struct a x; struct b { struct a a[3][4]; } packed; "
	"struct b *y;",
	"union u { int a; char b; }; union u *u; enum e { A = -5, B, C = 70000 }; "
	"enum e e;",
	"struct item#1 { int a; }; struct item#2 { long a; }; struct item#1 *x; "
	"struct item#2 *y;",
	"thread int x; noreturn void f(void); _Alignas(64) int z;",
};

static void test_stamp_decode_round_trip(void)
{
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		SCOPED(stamp_deinit) struct stamp stamp;
		stamp_build(&stamp, texts[i]);
		SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
		CU_ASSERT_EQUAL(stamp_decode_code(bytes.data, bytes.size), HM_OK);
		CU_ASSERT(is_canonical(bytes.data, bytes.size));
	}
}

static void test_stamp_decode_fields(void)
{
	struct stamp decoded;
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	struct hm_error *error = stamp_decode(bytes.data, bytes.size, &decoded);
	CU_ASSERT_PTR_NULL_FATAL(error);
	/* Nothing refers to the bytes any more. */
	memset(bytes.data, 0xff, bytes.size);
	CU_ASSERT_EQUAL(decoded.role, ROLE_HOST);
	CU_ASSERT_STRING_EQUAL(decoded.package, "example.org/editor");
	CU_ASSERT_STRING_EQUAL(decoded.package_version, "1.2");
	CU_ASSERT_STRING_EQUAL(decoded.init, "start");
	CU_ASSERT_PTR_NULL(decoded.fini);
	CU_ASSERT(decoded.policy.deny_untyped && !decoded.policy.deny_warnings);
	CU_ASSERT_EQUAL(decoded.policy.accept.count, 1);
	CU_ASSERT_EQUAL(decoded.toolchain.compilers.count, 2);
	CU_ASSERT_EQUAL(decoded.toolchain.isa_needed, 3);
	CU_ASSERT_EQUAL(decoded.provides.count, 3);
	CU_ASSERT_EQUAL(decoded.requires.count, 5);
	/* The place among those that have a type: the other way round. */
	CU_ASSERT_EQUAL(decoded.requires.data[0].place, 2);
	CU_ASSERT_EQUAL(decoded.requires.data[2].place, 0);
	CU_ASSERT_EQUAL(decoded.requires.data[0].closure.bytes[0],
			stamp.requires.data[0].closure.bytes[0]);
	CU_ASSERT_EQUAL(decoded.requires.data[0].face.bytes[0],
			stamp.requires.data[0].face.bytes[0]);
	CU_ASSERT_PTR_NOT_NULL(stamp_find(decoded.requires.data, decoded.requires.count,
					  "printf", "GLIBC_2.34"));
	CU_ASSERT_EQUAL(decoded.graph.types.count, stamp.graph.types.count);
	CU_ASSERT_STRING_EQUAL(decoded.origin.file, "editor");
	CU_ASSERT_PTR_NULL(decoded.origin.soname);
	CU_ASSERT_STRING_EQUAL(decoded.origin.runpath, "/opt/editor/lib");
	CU_ASSERT_EQUAL_FATAL(decoded.origin.needed.count, 2);
	CU_ASSERT_STRING_EQUAL(decoded.origin.needed.data[1], "libc.so.6");
	CU_ASSERT_PTR_NULL(decoded.requires.data[0].file);
	CU_ASSERT_STRING_EQUAL(decoded.requires.data[1].file, "libc.so.6");
	stamp_deinit(&decoded);
}

static void test_stamp_decode_every_bit_flipped(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	size_t accepted = 0;
	for (size_t i = 0; i < bytes.size * 8; i++) {
		bytes.data[i / 8] ^= (uint8_t)(1 << i % 8);
		accepted += stamp_decode_code(bytes.data, bytes.size) == HM_OK;
		bytes.data[i / 8] ^= (uint8_t)(1 << i % 8);
	}
	CU_ASSERT_EQUAL(accepted, 0);
}

/* Each piece has memory of its own, so that reading on is seen. */
static void test_stamp_decode_every_truncation(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	size_t accepted = 0;
	for (size_t size = 0; size < bytes.size; size++) {
		SCOPED_FREE uint8_t *piece = malloc(size + 1);
		CU_ASSERT_PTR_NOT_NULL_FATAL(piece);
		memcpy(piece, bytes.data, size);
		uint8_t *exact = realloc(piece, size ? size : 1);
		piece = exact ? exact : piece;
		accepted += stamp_decode_code(piece, size) == HM_OK;
	}
	CU_ASSERT_EQUAL(accepted, 0);
}

/* With the checksums right, what is accepted is the one encoding of what it says. */
static void test_stamp_decode_every_byte_changed(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	SCOPED_FREE uint8_t *changed = malloc(bytes.size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(changed);
	static const uint8_t values[] = { 0, 1, 2, 0x7f, 0x80, 0xff };
	size_t ambiguous = 0;
	for (size_t i = 0; i < bytes.size; i++) {
		/* The revision says nothing to this reader. */
		for (size_t v = 0; v < sizeof(values) && i != 6 && i != 7; v++) {
			memcpy(changed, bytes.data, bytes.size);
			changed[i] = values[v];
			stamp_fix_checksums(changed, bytes.size);
			ambiguous += !is_canonical(changed, bytes.size);
		}
	}
	CU_ASSERT_EQUAL(ambiguous, 0);
}

static uint32_t next_number(uint32_t *state)
{
	*state = *state * 1664525 + 1013904223;
	return *state >> 8;
}

static void test_stamp_decode_random_changes(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	SCOPED_FREE uint8_t *changed = malloc(bytes.size);
	CU_ASSERT_PTR_NOT_NULL_FATAL(changed);
	size_t ambiguous = 0;
	uint32_t state = 1;
	for (size_t i = 0; i < MUTATIONS; i++) {
		memcpy(changed, bytes.data, bytes.size);
		for (uint32_t n = next_number(&state) % 4 + 1; n; n--)
			changed[8 + next_number(&state) % (bytes.size - 8)] =
				(uint8_t)next_number(&state);
		stamp_fix_checksums(changed, bytes.size);
		ambiguous += !is_canonical(changed, bytes.size);
	}
	CU_ASSERT_EQUAL(ambiguous, 0);
}

static void test_stamp_decode_newer_version(void)
{
	struct stamp decoded;
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, "int f(void);");
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	bytes.data[4] = 2;
	SCOPED_ERROR struct hm_error *error =
		stamp_decode(bytes.data, bytes.size, &decoded);
	CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_STAMP_VERSION);
	CU_ASSERT_PTR_NOT_NULL(strstr(hm_error_message(error), "format 2"));
	CU_ASSERT_PTR_NOT_NULL(strstr(hm_error_message(error), "up to 1"));
	/* Whatever else has changed behind the version. */
	CU_ASSERT_EQUAL(stamp_decode_code(bytes.data, 8), HM_ERR_STAMP_VERSION);
	bytes.data[4] = 0;
	CU_ASSERT_EQUAL(stamp_decode_code(bytes.data, bytes.size), HM_ERR_STAMP);
}

/* A stamp with one more record behind those that are known, made by hand. */
static struct buffer with_record(const struct buffer *bytes, uint8_t kind, uint8_t flags)
{
	size_t count = bytes->data[12], directory = 16 + count * 12;
	static const uint8_t body[8] = "later";
	struct buffer made = { 0 };
	buffer_bytes(&made, bytes->data, directory);
	buffer_u16(&made, kind);
	buffer_u16(&made, flags);
	buffer_u32(&made, sizeof(body));
	buffer_u32(&made, 0);
	buffer_u32(&made, 0);
	/* The records, without the padding of the whole. */
	size_t size = 0;
	for (size_t i = 0; i < count; i++)
		size += bytes->data[16 + i * 12 + 4] | bytes->data[16 + i * 12 + 5] << 8;
	buffer_bytes(&made, bytes->data + directory + 4, size);
	buffer_bytes(&made, body, sizeof(body));
	buffer_align(&made, 8);
	made.data[12]++;
	buffer_patch_u32(&made, 8, (uint32_t)made.size);
	stamp_fix_checksums(made.data, made.size);
	return made;
}

static void test_stamp_decode_unknown_record(void)
{
	static const struct {
		uint8_t kind, flags;
		enum hm_error_code expected;
	} rows[] = {
		{ 20, 0, HM_OK },	 { 20, 1, HM_ERR_STAMP_VERSION },
		{ 20, 2, HM_ERR_STAMP }, { 8, 1, HM_ERR_STAMP },
		{ 0, 0, HM_ERR_STAMP },
	};
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		SCOPED(buffer_deinit)
		struct buffer more = with_record(&bytes, rows[i].kind, rows[i].flags);
		CU_ASSERT_EQUAL(stamp_decode_code(more.data, more.size),
				rows[i].expected);
	}
	/* Skipped or not, no byte of it may change. */
	SCOPED(buffer_deinit) struct buffer more = with_record(&bytes, 20, 0);
	for (size_t i = more.size - 16; i < more.size; i++) {
		more.data[i] ^= 1;
		CU_ASSERT_EQUAL(stamp_decode_code(more.data, more.size), HM_ERR_STAMP);
		more.data[i] ^= 1;
	}
}

static void test_stamp_decode_counts_beyond_the_end(void)
{
	SCOPED(stamp_deinit) struct stamp stamp;
	stamp_build(&stamp, stamp_build_text);
	SCOPED(buffer_deinit) struct buffer bytes = stamp_bytes(&stamp);
	size_t at = 16 + bytes.data[12] * 12u + 4;
	for (size_t i = 0; i < bytes.data[12]; i++) {
		const uint8_t *entry = bytes.data + 16 + i * 12;
		SCOPED_FREE uint8_t *changed = malloc(bytes.size);
		CU_ASSERT_PTR_NOT_NULL_FATAL(changed);
		memcpy(changed, bytes.data, bytes.size);
		/* Symbols and tags begin with counts. */
		if (entry[0] >= 4 && entry[0] <= 7) {
			memset(changed + at, 0xff, 4);
			stamp_fix_checksums(changed, bytes.size);
			CU_ASSERT_EQUAL(stamp_decode_code(changed, bytes.size),
					HM_ERR_STAMP);
		}
		at += entry[4] | entry[5] << 8;
	}
}

static const struct test_case cases[] = {
	{ "test_stamp_decode_round_trip", test_stamp_decode_round_trip },
	{ "test_stamp_decode_fields", test_stamp_decode_fields },
	{ "test_stamp_decode_every_bit_flipped", test_stamp_decode_every_bit_flipped },
	{ "test_stamp_decode_every_truncation", test_stamp_decode_every_truncation },
	{ "test_stamp_decode_every_byte_changed", test_stamp_decode_every_byte_changed },
	{ "test_stamp_decode_random_changes", test_stamp_decode_random_changes },
	{ "test_stamp_decode_newer_version", test_stamp_decode_newer_version },
	{ "test_stamp_decode_unknown_record", test_stamp_decode_unknown_record },
	{ "test_stamp_decode_counts_beyond_the_end",
	  test_stamp_decode_counts_beyond_the_end },
	{ NULL, NULL },
};

const struct test_suite suite_decode = { .name = "decode", .cases = cases };
