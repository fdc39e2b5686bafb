// SPDX-License-Identifier: BSD-3-Clause
#include "base/buffer.h"

#include "base/vector.h"

#include <stdlib.h>
#include <string.h>

void buffer_deinit(struct buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct buffer){ 0 };
}

void buffer_bytes(struct buffer *buffer, const void *bytes, size_t size)
{
	if (buffer->failed || !size)
		return;
	if (!vector_grow(&buffer->data, &buffer->capacity, buffer->size, size, 1)) {
		buffer->failed = true;
		return;
	}
	memcpy(buffer->data + buffer->size, bytes, size);
	buffer->size += size;
}

static void buffer_little_endian(struct buffer *buffer, uint64_t value, size_t size)
{
	uint8_t bytes[8];
	for (size_t i = 0; i < size; i++)
		bytes[i] = (uint8_t)(value >> (8 * i));
	buffer_bytes(buffer, bytes, size);
}

void buffer_u8(struct buffer *buffer, uint8_t value)
{
	buffer_bytes(buffer, &value, 1);
}

void buffer_u16(struct buffer *buffer, uint16_t value)
{
	buffer_little_endian(buffer, value, 2);
}

void buffer_u32(struct buffer *buffer, uint32_t value)
{
	buffer_little_endian(buffer, value, 4);
}

void buffer_u64(struct buffer *buffer, uint64_t value)
{
	buffer_little_endian(buffer, value, 8);
}

void buffer_uleb(struct buffer *buffer, uint64_t value)
{
	uint8_t bytes[10];
	size_t size = 0;
	for (; value >= 0x80; value >>= 7)
		bytes[size++] = (uint8_t)(value | 0x80);
	bytes[size++] = (uint8_t)value;
	buffer_bytes(buffer, bytes, size);
}

void buffer_sleb(struct buffer *buffer, int64_t value)
{
	for (;;) {
		uint8_t byte = value & 0x7f;
		value >>= 7;
		if ((value == 0 && !(byte & 0x40)) || (value == -1 && (byte & 0x40))) {
			buffer_u8(buffer, byte);
			return;
		}
		buffer_u8(buffer, byte | 0x80);
	}
}

void buffer_align(struct buffer *buffer, size_t alignment)
{
	while (!buffer->failed && buffer->size % alignment)
		buffer_u8(buffer, 0);
}

void buffer_patch_u32(struct buffer *buffer, size_t offset, uint32_t value)
{
	if (buffer->failed)
		return;
	for (size_t i = 0; i < 4; i++)
		buffer->data[offset + i] = (uint8_t)(value >> (8 * i));
}
