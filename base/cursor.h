/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_CURSOR_H
#define BASE_CURSOR_H

/*
 * Reading little-endian bytes that cannot be trusted. Every read is checked against the
 * end; an error names the thing that is read and the offset in it.
 */

#include "hallmark/error.h"

#include <stddef.h>
#include <stdint.h>

struct cursor {
	const uint8_t *start, *at, *end;
	/* What is read, for messages: "stamp", "type table". */
	const char *what;
};

struct cursor cursor_over(const void *bytes, size_t size, const char *what);
size_t cursor_offset(const struct cursor *cursor);
size_t cursor_left(const struct cursor *cursor);

/* HM_ERR_STAMP, with "WHAT, offset N: " in front of the message. */
struct hm_error *cursor_error(const struct cursor *cursor, const char *format, ...)
	__attribute__((format(printf, 2, 3), returns_nonnull));

struct hm_error *cursor_bytes(struct cursor *cursor, size_t size, const uint8_t **ret);
struct hm_error *cursor_u8(struct cursor *cursor, uint8_t *ret);
struct hm_error *cursor_u16(struct cursor *cursor, uint16_t *ret);
struct hm_error *cursor_u32(struct cursor *cursor, uint32_t *ret);
struct hm_error *cursor_u64(struct cursor *cursor, uint64_t *ret);
/* Refuses what does not fit, and encodings longer than needed: one value, one encoding.
 */
struct hm_error *cursor_uleb(struct cursor *cursor, uint64_t *ret);
struct hm_error *cursor_uleb32(struct cursor *cursor, uint32_t *ret);
struct hm_error *cursor_sleb(struct cursor *cursor, int64_t *ret);

#endif
