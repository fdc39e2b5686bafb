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
};

/*
 * Reads the header and the directory. HM_ERR_STAMP_VERSION: written by a newer version;
 * HM_ERR_STAMP: malformed, or the checksum of the header is wrong.
 */
struct hm_error *directory_read(const uint8_t *desc, size_t size, struct directory *ret);

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
