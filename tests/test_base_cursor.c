// SPDX-License-Identifier: BSD-3-Clause
#include "base/cursor.h"
#include "base/buffer.h"
#include "base/error.h"
#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

#define SCOPED_BUFFER SCOPED(buffer_deinit)

/* Consumes the error; true if it is of that code and its message is that text. */
static bool fails_with(struct hm_error *error, const char *message)
{
	bool same = hm_error_code(error) == HM_ERR_STAMP &&
		    strcmp(hm_error_message(error), message) == 0;
	if (!same)
		printf("# got: %s\n", hm_error_message(error));
	hm_error_free(error);
	return same;
}

static bool succeeds(struct hm_error *error)
{
	bool same = !error;
	if (error)
		printf("# got: %s\n", hm_error_message(error));
	hm_error_free(error);
	return same;
}

static void test_fixed_width_little_endian(void)
{
	struct cursor cursor = cursor_over(
		"\x01\x03\x02\x07\x06\x05\x84\x0f\x0e\x0d\x0c\x0b\x0a\x09\xf8", 15,
		"stamp");
	uint8_t byte = 0;
	uint16_t half = 0;
	uint32_t word = 0;
	uint64_t giant = 0;
	CU_ASSERT(succeeds(cursor_u8(&cursor, &byte)));
	CU_ASSERT(succeeds(cursor_u16(&cursor, &half)));
	CU_ASSERT(succeeds(cursor_u32(&cursor, &word)));
	CU_ASSERT_EQUAL(cursor_left(&cursor), 8);
	CU_ASSERT(succeeds(cursor_u64(&cursor, &giant)));
	CU_ASSERT_EQUAL(byte, 0x01);
	CU_ASSERT_EQUAL(half, 0x0203);
	CU_ASSERT_EQUAL(word, 0x84050607);
	CU_ASSERT_EQUAL(giant, 0xf8090a0b0c0d0e0fu);
	CU_ASSERT_EQUAL(cursor_offset(&cursor), 15);
	CU_ASSERT_EQUAL(cursor_left(&cursor), 0);
}

static void test_fixed_width_truncated(void)
{
	static const uint8_t bytes[8];
	for (size_t size = 0; size < 8; size++) {
		struct cursor cursor = cursor_over(bytes, size, "stamp");
		uint64_t giant = 42;
		struct hm_error *error = cursor_u64(&cursor, &giant);
		CU_ASSERT_EQUAL(hm_error_code(error), HM_ERR_STAMP);
		hm_error_free(error);
		CU_ASSERT_EQUAL(giant, 42);
		CU_ASSERT_EQUAL(cursor_offset(&cursor), 0);
	}
	struct cursor cursor = cursor_over(bytes, 3, "type table");
	uint16_t half;
	uint32_t word = 42;
	CU_ASSERT(succeeds(cursor_u16(&cursor, &half)));
	CU_ASSERT(fails_with(cursor_u32(&cursor, &word),
			     "type table, offset 2: 4 bytes needed, 1 left"));
	CU_ASSERT_EQUAL(word, 42);
}

static void test_bytes_borrow(void)
{
	static const uint8_t bytes[4] = { 1, 2, 3, 4 };
	struct cursor cursor = cursor_over(bytes, sizeof(bytes), "stamp");
	const uint8_t *got = NULL;
	CU_ASSERT(succeeds(cursor_bytes(&cursor, 3, &got)));
	CU_ASSERT_PTR_EQUAL(got, bytes);
	CU_ASSERT(succeeds(cursor_bytes(&cursor, 0, &got)));
	CU_ASSERT_PTR_EQUAL(got, bytes + 3);
	CU_ASSERT(fails_with(cursor_bytes(&cursor, SIZE_MAX, &got),
			     sizeof(size_t) == 8 ? "stamp, offset 3: "
						   "18446744073709551615 bytes "
						   "needed, 1 left"
						 : "stamp, offset 3: 4294967295 bytes "
						   "needed, 1 left"));
	CU_ASSERT_PTR_EQUAL(got, bytes + 3);
}

static void test_over_nothing(void)
{
	struct cursor cursor = cursor_over(NULL, 0, "stamp");
	const uint8_t *got = NULL;
	uint8_t byte;
	uint64_t number;
	CU_ASSERT_EQUAL(cursor_left(&cursor), 0);
	CU_ASSERT(succeeds(cursor_bytes(&cursor, 0, &got)));
	CU_ASSERT_PTR_NOT_NULL(got);
	CU_ASSERT(fails_with(cursor_u8(&cursor, &byte),
			     "stamp, offset 0: 1 bytes needed, 0 left"));
	CU_ASSERT(fails_with(cursor_uleb(&cursor, &number),
			     "stamp, offset 0: 1 bytes needed, 0 left"));
}

static void round_trip_uleb(uint64_t value)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_uleb(&buffer, value);
	CU_ASSERT_FALSE_FATAL(buffer.failed);
	struct cursor cursor = cursor_over(buffer.data, buffer.size, "stamp");
	uint64_t got = ~value;
	CU_ASSERT(succeeds(cursor_uleb(&cursor, &got)));
	CU_ASSERT_EQUAL(got, value);
	CU_ASSERT_EQUAL(cursor_left(&cursor), 0);
}

static void round_trip_sleb(int64_t value)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_sleb(&buffer, value);
	CU_ASSERT_FALSE_FATAL(buffer.failed);
	struct cursor cursor = cursor_over(buffer.data, buffer.size, "stamp");
	int64_t got = ~value;
	CU_ASSERT(succeeds(cursor_sleb(&cursor, &got)));
	CU_ASSERT_EQUAL(got, value);
	CU_ASSERT_EQUAL(cursor_left(&cursor), 0);
}

static void test_leb_round_trips(void)
{
	for (unsigned shift = 0; shift < 64; shift++) {
		for (int add = -2; add <= 2; add++) {
			uint64_t value = ((uint64_t)1 << shift) + (uint64_t)add;
			round_trip_uleb(value);
			round_trip_uleb(~value);
			round_trip_sleb((int64_t)value);
			round_trip_sleb((int64_t)~value);
		}
	}
	round_trip_sleb(INT64_MIN);
	round_trip_sleb(INT64_MAX);
}

struct leb_case {
	const char *bytes;
	size_t size;
	const char *message;
};

static void test_uleb_refused(void)
{
	static const struct leb_case table[] = {
		{ "", 0, "stamp, offset 0: 1 bytes needed, 0 left" },
		{ "\x80", 1, "stamp, offset 1: 1 bytes needed, 0 left" },
		{ "\xff\xff\xff", 3, "stamp, offset 3: 1 bytes needed, 0 left" },
		/* Longer than needed: one value would have two encodings. */
		{ "\x80\x00", 2, "stamp, offset 0: number has a superfluous byte" },
		{ "\xff\x80\x00", 3, "stamp, offset 0: number has a superfluous byte" },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00", 10,
		  "stamp, offset 0: number has a superfluous byte" },
		/* 2 to the power of 64, and a tenth byte that goes on. */
		{ "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02", 10,
		  "stamp, offset 0: number does not fit into 64 bits" },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x81\x00", 11,
		  "stamp, offset 0: number does not fit into 64 bits" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct cursor cursor =
			cursor_over(table[i].bytes, table[i].size, "stamp");
		uint64_t got = 42;
		CU_ASSERT(fails_with(cursor_uleb(&cursor, &got), table[i].message));
		CU_ASSERT_EQUAL(got, 42);
	}
}

static void test_sleb_refused(void)
{
	static const struct leb_case table[] = {
		{ "", 0, "stamp, offset 0: 1 bytes needed, 0 left" },
		{ "\xff", 1, "stamp, offset 1: 1 bytes needed, 0 left" },
		{ "\x80\x00", 2, "stamp, offset 0: number has a superfluous byte" },
		{ "\xff\x7f", 2, "stamp, offset 0: number has a superfluous byte" },
		{ "\xbf\x00", 2, "stamp, offset 0: number has a superfluous byte" },
		{ "\xc0\x7f", 2, "stamp, offset 0: number has a superfluous byte" },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", 10,
		  "stamp, offset 0: number has a superfluous byte" },
		{ "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 10,
		  "stamp, offset 0: number does not fit into 64 bits" },
		{ "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7e", 10,
		  "stamp, offset 0: number does not fit into 64 bits" },
		{ "\x80\x80\x80\x80\x80\x80\x80\x80\x80\xff\x7f", 11,
		  "stamp, offset 0: number does not fit into 64 bits" },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		struct cursor cursor =
			cursor_over(table[i].bytes, table[i].size, "stamp");
		int64_t got = 42;
		CU_ASSERT(fails_with(cursor_sleb(&cursor, &got), table[i].message));
		CU_ASSERT_EQUAL(got, 42);
	}
}

static void test_uleb32_bounds(void)
{
	struct cursor cursor =
		cursor_over("\xff\xff\xff\xff\x0f\x80\x80\x80\x80\x10", 10, "stamp");
	uint32_t got = 0;
	CU_ASSERT(succeeds(cursor_uleb32(&cursor, &got)));
	CU_ASSERT_EQUAL(got, UINT32_MAX);
	got = 42;
	CU_ASSERT(fails_with(cursor_uleb32(&cursor, &got),
			     "stamp, offset 5: number does not fit into 32 bits"));
	CU_ASSERT_EQUAL(got, 42);
}

/* Every string of two bytes is one number, or is refused; no number is read from two. */
static void test_leb_one_encoding(void)
{
	unsigned wrong = 0;
	for (unsigned both = 0; both < 65536; both++) {
		uint8_t bytes[2] = { (uint8_t)both, (uint8_t)(both >> 8) };
		struct cursor cursor = cursor_over(bytes, 2, "stamp");
		int64_t value;
		struct hm_error *error = cursor_sleb(&cursor, &value);
		if (error) {
			hm_error_free(error);
			continue;
		}
		SCOPED_BUFFER struct buffer buffer = { 0 };
		buffer_sleb(&buffer, value);
		wrong += buffer.failed || buffer.size != cursor_offset(&cursor) ||
			 memcmp(buffer.data, bytes, buffer.size) != 0;
	}
	CU_ASSERT_EQUAL(wrong, 0);
}

static const struct test_case cases[] = {
	{ "fixed width is little-endian", test_fixed_width_little_endian },
	{ "fixed width, truncated", test_fixed_width_truncated },
	{ "bytes are borrowed", test_bytes_borrow },
	{ "a cursor over nothing", test_over_nothing },
	{ "LEB128 round trips", test_leb_round_trips },
	{ "uleb: what is refused", test_uleb_refused },
	{ "sleb: what is refused", test_sleb_refused },
	{ "uleb32: bounds", test_uleb32_bounds },
	{ "LEB128: one value, one encoding", test_leb_one_encoding },
	{ NULL },
};

const struct test_suite suite_base_cursor = { "base_cursor", cases };
