// SPDX-License-Identifier: BSD-3-Clause
#include "base/buffer.h"
#include "base/scope.h"
#include "tests/suite.h"

#include <CUnit/CUnit.h>
#include <string.h>

#define SCOPED_BUFFER SCOPED(buffer_deinit)

static void assert_bytes(const struct buffer *buffer, const void *bytes, size_t size)
{
	CU_ASSERT_FALSE(buffer->failed);
	CU_ASSERT_EQUAL(buffer->size, size);
	CU_ASSERT_TRUE(buffer->size == size && memcmp(buffer->data, bytes, size) == 0);
}

static void test_fixed_width_is_little_endian(void)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_u8(&buffer, 0x01);
	buffer_u16(&buffer, 0x0203);
	buffer_u32(&buffer, 0x04050607);
	buffer_u64(&buffer, 0x08090a0b0c0d0e0fu);
	assert_bytes(&buffer,
		     "\x01\x03\x02\x07\x06\x05\x04\x0f\x0e\x0d\x0c\x0b\x0a\x09\x08", 15);
}

static void test_uleb_encodings(void)
{
	/* The examples of DWARF 5 section 7.6, and the edges. */
	static const struct {
		uint64_t value;
		const char *bytes;
		size_t size;
	} table[] = {
		{ 0, "\x00", 1 },
		{ 2, "\x02", 1 },
		{ 127, "\x7f", 1 },
		{ 128, "\x80\x01", 2 },
		{ 129, "\x81\x01", 2 },
		{ 12857, "\xb9\x64", 2 },
		{ UINT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 10 },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		SCOPED_BUFFER struct buffer buffer = { 0 };
		buffer_uleb(&buffer, table[i].value);
		assert_bytes(&buffer, table[i].bytes, table[i].size);
	}
}

static void test_sleb_encodings(void)
{
	static const struct {
		int64_t value;
		const char *bytes;
		size_t size;
	} table[] = {
		{ 0, "\x00", 1 },
		{ 2, "\x02", 1 },
		{ -2, "\x7e", 1 },
		{ 63, "\x3f", 1 },
		{ -64, "\x40", 1 },
		{ 64, "\xc0\x00", 2 },
		{ 127, "\xff\x00", 2 },
		{ -127, "\x81\x7f", 2 },
		{ 128, "\x80\x01", 2 },
		{ -128, "\x80\x7f", 2 },
		{ -129, "\xff\x7e", 2 },
		{ INT64_MAX, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x00", 10 },
		{ INT64_MIN, "\x80\x80\x80\x80\x80\x80\x80\x80\x80\x7f", 10 },
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		SCOPED_BUFFER struct buffer buffer = { 0 };
		buffer_sleb(&buffer, table[i].value);
		assert_bytes(&buffer, table[i].bytes, table[i].size);
	}
}

static void test_align_pads_with_zeros(void)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_align(&buffer, 8);
	CU_ASSERT_EQUAL(buffer.size, 0);
	buffer_u8(&buffer, 0xff);
	buffer_align(&buffer, 4);
	buffer_align(&buffer, 4);
	assert_bytes(&buffer, "\xff\0\0\0", 4);
	buffer_align(&buffer, 1);
	CU_ASSERT_EQUAL(buffer.size, 4);
}

static void test_patch_overwrites(void)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_u8(&buffer, 0xaa);
	buffer_u32(&buffer, 0);
	buffer_u8(&buffer, 0xbb);
	buffer_patch_u32(&buffer, 1, 0x01020304);
	assert_bytes(&buffer, "\xaa\x04\x03\x02\x01\xbb", 6);
}

static void test_bytes_none(void)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_bytes(&buffer, NULL, 0);
	CU_ASSERT_EQUAL(buffer.size, 0);
	CU_ASSERT_FALSE(buffer.failed);
}

static void test_failure_is_remembered(void)
{
	SCOPED_BUFFER struct buffer buffer = { 0 };
	buffer_u8(&buffer, 1);
	/* More than there can be: nothing is read from the source. */
	buffer_bytes(&buffer, "", SIZE_MAX);
	CU_ASSERT_TRUE(buffer.failed);
	buffer_u64(&buffer, 2);
	buffer_uleb(&buffer, 3);
	buffer_sleb(&buffer, -3);
	buffer_align(&buffer, 16);
	buffer_patch_u32(&buffer, 0, 4);
	CU_ASSERT_EQUAL(buffer.size, 1);
	CU_ASSERT_EQUAL(buffer.data[0], 1);
	buffer_deinit(&buffer);
	CU_ASSERT_FALSE(buffer.failed);
	CU_ASSERT_PTR_NULL(buffer.data);
}

static const struct test_case cases[] = {
	{ "fixed width is little-endian", test_fixed_width_is_little_endian },
	{ "uleb encodings", test_uleb_encodings },
	{ "sleb encodings", test_sleb_encodings },
	{ "align pads with zeros", test_align_pads_with_zeros },
	{ "patch overwrites", test_patch_overwrites },
	{ "no bytes", test_bytes_none },
	{ "a failure is remembered", test_failure_is_remembered },
	{ NULL },
};

const struct test_suite suite_base_buffer = { "base_buffer", cases };
