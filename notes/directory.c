// SPDX-License-Identifier: BSD-3-Clause
#include "notes/directory.h"

#include "base/error.h"
#include "base/scope.h"

#include <string.h>
#include <zlib.h>

static const char *const record_names[RECORD_KIND_COUNT] = {
	[RECORD_IDENTITY] = "stamp's identity",
	[RECORD_POLICY] = "stamp's policy",
	[RECORD_TOOLCHAIN] = "stamp's toolchain",
	[RECORD_PROVIDES] = "stamp's provided symbols",
	[RECORD_REQUIRES] = "stamp's required symbols",
	[RECORD_EXPECTS] = "stamp's expected symbols",
	[RECORD_TAGS] = "stamp's tags",
	[RECORD_TYPES] = "stamp's types",
	[RECORD_ORIGIN] = "stamp's origin",
	[RECORD_CLOSURES] = "stamp's closures",
	[RECORD_TAG_SUMS] = "stamp's sums of tags",
	[RECORD_TAG_KEYS] = "stamp's keys of tags",
};

static uint32_t checksum(const void *bytes, size_t size)
{
	return (uint32_t)crc32_z(crc32_z(0, NULL, 0), bytes, size);
}

static struct hm_error *bad_checksum(const struct cursor *cursor)
{
	return cursor_error(cursor, "the checksum is wrong: the stamp is damaged");
}

struct header {
	uint16_t version, revision, record_count;
};

static struct hm_error *read_version(struct cursor *cursor, struct header *ret)
{
	const uint8_t *magic;
	TRY(cursor_bytes(cursor, FORMAT_MAGIC_SIZE, &magic));
	if (memcmp(magic, FORMAT_MAGIC, FORMAT_MAGIC_SIZE) != 0)
		return cursor_error(cursor, "no stamp of this kind begins like that");
	TRY(cursor_u16(cursor, &ret->version));
	TRY(cursor_u16(cursor, &ret->revision));
	if (ret->version > FORMAT_VERSION)
		return error_new(HM_ERR_STAMP_VERSION,
				 "the stamp is of format %u, this reads up to "
				 "%u: use a newer Hallmark",
				 ret->version, FORMAT_VERSION);
	if (ret->version < FORMAT_VERSION)
		return cursor_error(cursor, "there is no format %u", ret->version);
	return NULL;
}

static struct hm_error *read_header(struct cursor *cursor, uint64_t real_size,
				    struct header *ret)
{
	uint32_t size;
	uint16_t reserved;
	TRY(read_version(cursor, ret));
	TRY(cursor_u32(cursor, &size));
	if (size != real_size)
		return cursor_error(cursor, "%u bytes announced, %llu are there", size,
				    (unsigned long long)real_size);
	if (size > FORMAT_SIZE_MAX || size % FORMAT_SIZE_ALIGNMENT)
		return cursor_error(cursor, "impossible size of %u bytes", size);
	TRY(cursor_u16(cursor, &ret->record_count));
	TRY(cursor_u16(cursor, &reserved));
	if (ret->record_count > FORMAT_RECORDS_MAX || reserved)
		return cursor_error(cursor, "impossible header");
	return NULL;
}

/* The checksum stands behind the directory and covers all in front of it. */
static struct hm_error *check_header(const struct cursor *start, uint16_t record_count,
				     uint32_t *ret)
{
	struct cursor cursor = *start;
	const uint8_t *covered;
	uint32_t wanted;
	size_t size = FORMAT_HEADER_SIZE + (size_t)record_count * FORMAT_RECORD_SIZE;
	TRY(cursor_bytes(&cursor, size, &covered));
	TRY(cursor_u32(&cursor, &wanted));
	if (checksum(covered, size) != wanted)
		return bad_checksum(&cursor);
	*ret = wanted;
	return NULL;
}

static struct hm_error *check_record(const struct directory_entry *entry,
				     const char *what)
{
	struct cursor cursor = cursor_over(entry->bytes, entry->size, what);
	if (checksum(entry->bytes, entry->size) != entry->crc)
		return bad_checksum(&cursor);
	return NULL;
}

/* A record of a later revision: nothing to us, if it says so. */
static struct hm_error *pass_record(const struct header *header, uint16_t kind,
				    uint16_t flags, const struct directory_entry *entry)
{
	if (flags & RECORD_MUST_UNDERSTAND)
		return error_new(HM_ERR_STAMP_VERSION,
				 "the stamp is of format %u.%u and needs its "
				 "record %u to be understood, this reads up to %u.%u: "
				 "use a newer Hallmark",
				 header->version, header->revision, kind, FORMAT_VERSION,
				 FORMAT_REVISION);
	return check_record(entry, "stamp's unknown record");
}

static struct hm_error *read_entry(struct cursor *cursor, struct cursor *bodies,
				   const struct header *header, unsigned *last,
				   struct directory *directory)
{
	uint16_t kind, flags;
	uint32_t size;
	struct directory_entry entry;
	TRY(cursor_u16(cursor, &kind));
	TRY(cursor_u16(cursor, &flags));
	TRY(cursor_u32(cursor, &size));
	TRY(cursor_u32(cursor, &entry.crc));
	if (kind <= *last)
		return cursor_error(cursor, "record %u is out of order", kind);
	if (flags & ~RECORD_MUST_UNDERSTAND || size % FORMAT_RECORD_ALIGNMENT || !size)
		return cursor_error(cursor, "impossible record %u", kind);
	TRY(cursor_bytes(bodies, size, &entry.bytes));
	entry.size = size;
	*last = kind;
	if (kind >= RECORD_KIND_COUNT)
		return pass_record(header, kind, flags, &entry);
	if (flags != RECORD_MUST_UNDERSTAND)
		return cursor_error(cursor, "impossible flags of record %u", kind);
	directory->entries[kind] = entry;
	return NULL;
}

static struct hm_error *check_zero(const struct cursor *cursor, size_t size_max)
{
	if (cursor_left(cursor) > size_max)
		return cursor_error(cursor, "%zu bytes are left over",
				    cursor_left(cursor));
	for (const uint8_t *at = cursor->at; at < cursor->end; at++)
		if (*at)
			return cursor_error(cursor, "padding is not zero");
	return NULL;
}

struct hm_error *directory_read(const uint8_t *desc, size_t size, struct directory *ret)
{
	struct cursor start = cursor_over(desc, size, "stamp"), cursor = start;
	struct header header;
	struct directory directory = { 0 };
	unsigned last = 0;
	TRY(read_header(&cursor, size, &header));
	TRY(check_header(&start, header.record_count, &directory.crc));
	struct cursor bodies = cursor;
	bodies.at += (size_t)header.record_count * FORMAT_RECORD_SIZE + FORMAT_CRC_SIZE;
	for (unsigned i = 0; i < header.record_count; i++)
		TRY(read_entry(&cursor, &bodies, &header, &last, &directory));
	TRY(check_zero(&bodies, FORMAT_SIZE_ALIGNMENT - 1));
	*ret = directory;
	return NULL;
}

static struct hm_error *locate(const uint8_t *head, size_t head_size, uint64_t size,
			       struct directory_span spans[RECORD_KIND_COUNT],
			       uint32_t *ret_crc)
{
	struct cursor start = cursor_over(head, head_size, "stamp"), cursor = start;
	struct header header;
	uint64_t offset;
	TRY(read_header(&cursor, size, &header));
	TRY(check_header(&start, header.record_count, ret_crc));
	offset = FORMAT_HEADER_SIZE + FORMAT_CRC_SIZE +
		 (uint64_t)header.record_count * FORMAT_RECORD_SIZE;
	for (unsigned i = 0; i < header.record_count; i++) {
		uint16_t kind, flags;
		uint32_t length, crc;
		TRY(cursor_u16(&cursor, &kind));
		TRY(cursor_u16(&cursor, &flags));
		TRY(cursor_u32(&cursor, &length));
		TRY(cursor_u32(&cursor, &crc));
		if (!kind || kind >= RECORD_KIND_COUNT || length > size - offset)
			return cursor_error(&cursor, "impossible record %u", kind);
		spans[kind] = (struct directory_span){ offset, length, crc };
		offset += length;
	}
	return NULL;
}

bool directory_locate(const uint8_t *head, size_t head_size, uint64_t size,
		      struct directory_span ret[RECORD_KIND_COUNT], uint32_t *ret_crc)
{
	memset(ret, 0, RECORD_KIND_COUNT * sizeof(*ret));
	SCOPED_ERROR struct hm_error *error = locate(head, head_size, size, ret, ret_crc);
	return !error;
}

struct hm_error *directory_open(const struct directory *directory, enum record_kind kind,
				struct cursor *ret)
{
	const struct directory_entry *entry = &directory->entries[kind];
	TRY(check_record(entry, record_names[kind]));
	*ret = cursor_over(entry->bytes, entry->size, record_names[kind]);
	return NULL;
}

struct hm_error *record_end(const struct cursor *cursor)
{
	return check_zero(cursor, FORMAT_RECORD_ALIGNMENT - 1);
}
