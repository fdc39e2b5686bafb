// SPDX-License-Identifier: BSD-3-Clause
#include "tests/stamp_repair.h"

#include <zlib.h>

uint32_t stamp_repair_load(const uint8_t *at)
{
	return at[0] | at[1] << 8 | at[2] << 16 | (uint32_t)at[3] << 24;
}

static void store_checksum(uint8_t *at, const uint8_t *bytes, size_t size)
{
	uint32_t value = (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, size);
	for (unsigned i = 0; i < 4; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

void stamp_fix_checksums(uint8_t *bytes, size_t size)
{
	size_t count = size >= 16 ? bytes[12] | bytes[13] << 8 : 0;
	size_t directory = 16 + count * 12, at = directory + 4;
	if (at > size)
		return;
	for (size_t i = 0; i < count; i++) {
		uint8_t *entry = bytes + 16 + i * 12;
		uint32_t length = stamp_repair_load(entry + 4);
		if (length > size - at)
			return;
		store_checksum(entry + 8, bytes + at, length);
		at += length;
	}
	store_checksum(bytes + directory, bytes, directory);
}
