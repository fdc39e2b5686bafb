/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H

/*
 * Growing bytes, written little-endian. Running out of memory is remembered in `failed`
 * and every later write is dropped, so that a writer checks once, at its end.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer {
	uint8_t *data;
	size_t size, capacity;
	bool failed;
};

/* A zeroed buffer is empty. */
void buffer_deinit(struct buffer *buffer);

void buffer_bytes(struct buffer *buffer, const void *bytes, size_t size);
void buffer_u8(struct buffer *buffer, uint8_t value);
void buffer_u16(struct buffer *buffer, uint16_t value);
void buffer_u32(struct buffer *buffer, uint32_t value);
void buffer_u64(struct buffer *buffer, uint64_t value);
/* LEB128, as in DWARF section 7.6. */
void buffer_uleb(struct buffer *buffer, uint64_t value);
void buffer_sleb(struct buffer *buffer, int64_t value);
/* Zero bytes up to a multiple of `alignment`, a power of two. */
void buffer_align(struct buffer *buffer, size_t alignment);
/* Overwrites four bytes written before. */
void buffer_patch_u32(struct buffer *buffer, size_t offset, uint32_t value);

#endif
