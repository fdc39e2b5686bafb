/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DIRECTORY_H
#define NOTES_DIRECTORY_H

/*
 * The outer layer of a stamp: its header and the directory of its records. Each record
 * has a checksum of its own, so that who needs only some of them reads only those.
 */

#include "base/cursor.h"
#include "hallmark/error.h"
#include "notes/format.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct directory_entry {
	const uint8_t *bytes; /* NULL: the stamp lacks the record */
	size_t size;
	uint32_t crc;
};

/* Borrows the descriptor that it was read from. */
struct directory {
	struct directory_entry entries[RECORD_KIND_COUNT];
	/* Of the header, with those of all records in it: tells stamps apart. */
	uint32_t crc;
};

/*
 * Reads the header and the directory. HM_ERR_STAMP_VERSION: written by a newer version;
 * HM_ERR_STAMP: malformed, or the checksum of the header is wrong.
 */
struct hm_error *directory_read(const uint8_t *desc, size_t size, struct directory *ret);

/* Where a record stands in the descriptor; size 0: not there. */
struct directory_span {
	uint64_t offset, size;
	uint32_t crc;
};

/*
 * The same from the first `head_size` bytes of a descriptor of `size` bytes, for who
 * wants to read some records only. False: no directory that can be relied upon, one with
 * kinds that are not known, or more than has been read.
 */
bool directory_locate(const uint8_t *head, size_t head_size, uint64_t size,
		      struct directory_span ret[RECORD_KIND_COUNT], uint32_t *ret_crc);

static inline bool directory_has(const struct directory *directory, enum record_kind kind)
{
	return directory->entries[kind].bytes != NULL;
}

/* A cursor over a record that is there, once its checksum has been found right. */
struct hm_error *directory_open(const struct directory *directory, enum record_kind kind,
				struct cursor *ret);

/* Refuses whatever follows but the zero bytes that end a record. */
struct hm_error *record_end(const struct cursor *cursor);

#endif
