// SPDX-License-Identifier: BSD-3-Clause
#include "base/cursor.h"

#include "base/error.h"
#include <stdbool.h>

struct cursor cursor_over(const void *bytes, size_t size, const char *what)
{
	/* Arithmetic on a null pointer is undefined, even if nothing is added. */
	static const uint8_t nothing[1];
	const uint8_t *start = bytes ? bytes : nothing;
	return (struct cursor){ start, start, start + (bytes ? size : 0), what };
}

size_t cursor_offset(const struct cursor *cursor)
{
	return (size_t)(cursor->at - cursor->start);
}

size_t cursor_left(const struct cursor *cursor)
{
	return (size_t)(cursor->end - cursor->at);
}

struct hm_error *cursor_error(const struct cursor *cursor, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct hm_error *error = error_new_v(HM_ERR_STAMP, format, args);
	va_end(args);
	error_prefix(error, "%s, offset %zu: ", cursor->what, cursor_offset(cursor));
	return error;
}

struct hm_error *cursor_bytes(struct cursor *cursor, size_t size, const uint8_t **ret)
{
	if (size > cursor_left(cursor))
		return cursor_error(cursor, "%zu bytes needed, %zu left", size,
				    cursor_left(cursor));
	*ret = cursor->at;
	cursor->at += size;
	return NULL;
}

static struct hm_error *cursor_little_endian(struct cursor *cursor, size_t size,
					     uint64_t *ret)
{
	const uint8_t *bytes;
	TRY(cursor_bytes(cursor, size, &bytes));
	uint64_t value = 0;
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)bytes[i] << (8 * i);
	*ret = value;
	return NULL;
}

struct hm_error *cursor_u8(struct cursor *cursor, uint8_t *ret)
{
	uint64_t value;
	TRY(cursor_little_endian(cursor, 1, &value));
	*ret = (uint8_t)value;
	return NULL;
}

struct hm_error *cursor_u16(struct cursor *cursor, uint16_t *ret)
{
	uint64_t value;
	TRY(cursor_little_endian(cursor, 2, &value));
	*ret = (uint16_t)value;
	return NULL;
}

struct hm_error *cursor_u32(struct cursor *cursor, uint32_t *ret)
{
	uint64_t value;
	TRY(cursor_little_endian(cursor, 4, &value));
	*ret = (uint32_t)value;
	return NULL;
}

struct hm_error *cursor_u64(struct cursor *cursor, uint64_t *ret)
{
	return cursor_little_endian(cursor, 8, ret);
}

struct hm_error *cursor_uleb(struct cursor *cursor, uint64_t *ret)
{
	const struct cursor start = *cursor;
	uint64_t value = 0;
	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte;
		TRY(cursor_u8(cursor, &byte));
		if (shift == 63 && byte > 1)
			return cursor_error(&start, "number does not fit into 64 bits");
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte & 0x80)
			continue;
		if (byte == 0 && shift > 0)
			return cursor_error(&start, "number has a superfluous byte");
		*ret = value;
		return NULL;
	}
}

struct hm_error *cursor_uleb32(struct cursor *cursor, uint32_t *ret)
{
	const struct cursor start = *cursor;
	uint64_t value;
	TRY(cursor_uleb(cursor, &value));
	if (value > UINT32_MAX)
		return cursor_error(&start, "number does not fit into 32 bits");
	*ret = (uint32_t)value;
	return NULL;
}

struct hm_error *cursor_sleb(struct cursor *cursor, int64_t *ret)
{
	const struct cursor start = *cursor;
	uint64_t value = 0;
	uint8_t last = 0;
	for (unsigned shift = 0;; shift += 7) {
		uint8_t byte;
		TRY(cursor_u8(cursor, &byte));
		if (shift == 63 && byte != 0 && byte != 0x7f)
			return cursor_error(&start, "number does not fit into 64 bits");
		value |= (uint64_t)(byte & 0x7f) << shift;
		if (byte & 0x80) {
			last = byte;
			continue;
		}
		bool negative = byte & 0x40;
		if (shift > 0 && byte == (last & 0x40 ? 0x7f : 0x00))
			return cursor_error(&start, "number has a superfluous byte");
		if (negative && shift + 7 < 64)
			value |= ~(uint64_t)0 << (shift + 7);
		*ret = (int64_t)value;
		return NULL;
	}
}
