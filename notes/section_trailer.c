// SPDX-License-Identifier: BSD-3-Clause
#include "notes/section_trailer.h"

#include "base/cursor.h"
#include "base/error.h"

#include <string.h>
#include <zlib.h>

#define MAGIC "HALLMARK"
#define MAGIC_SIZE 8
/* What the checksum covers: all in front of it. */
#define COVERED_SIZE (TRAILER_SIZE - 4)

static uint32_t checksum(const uint8_t *bytes)
{
	return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, COVERED_SIZE);
}

void trailer_append(struct elf_form form, const uint8_t *header, uint64_t size,
		    struct buffer *out)
{
	size_t start = out->size;
	buffer_bytes(out, MAGIC, MAGIC_SIZE);
	buffer_u64(out, size);
	buffer_u64(out, elf_get(form, header, EHDR_SHOFF));
	buffer_u32(out, (uint32_t)elf_get(form, header, EHDR_SHENTSIZE));
	buffer_u32(out, (uint32_t)elf_get(form, header, EHDR_SHNUM));
	buffer_u32(out, (uint32_t)elf_get(form, header, EHDR_SHSTRNDX));
	if (!out->failed)
		buffer_u32(out, checksum(out->data + start));
}

struct trailer {
	uint64_t size, offset;
	uint32_t entry_size, count, names, crc;
};

static struct hm_error *read_trailer(const uint8_t *bytes, struct trailer *ret)
{
	struct cursor cursor = cursor_over(bytes, TRAILER_SIZE, "trailer");
	const uint8_t *magic;
	TRY(cursor_bytes(&cursor, MAGIC_SIZE, &magic));
	TRY(cursor_u64(&cursor, &ret->size));
	TRY(cursor_u64(&cursor, &ret->offset));
	TRY(cursor_u32(&cursor, &ret->entry_size));
	TRY(cursor_u32(&cursor, &ret->count));
	TRY(cursor_u32(&cursor, &ret->names));
	return cursor_u32(&cursor, &ret->crc);
}

bool trailer_apply(struct elf_form form, const uint8_t *bytes, uint8_t *header,
		   uint64_t *ret_size)
{
	struct trailer trailer;
	if (memcmp(bytes, MAGIC, MAGIC_SIZE) != 0)
		return false;
	struct hm_error *error = read_trailer(bytes, &trailer);
	hm_error_free(error);
	if (error || trailer.crc != checksum(bytes))
		return false;
	*ret_size = trailer.size;
	return elf_put(form, header, EHDR_SHOFF, trailer.offset) &&
	       elf_put(form, header, EHDR_SHENTSIZE, trailer.entry_size) &&
	       elf_put(form, header, EHDR_SHNUM, trailer.count) &&
	       elf_put(form, header, EHDR_SHSTRNDX, trailer.names);
}
