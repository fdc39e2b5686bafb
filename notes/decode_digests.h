/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DECODE_DIGESTS_H
#define NOTES_DECODE_DIGESTS_H

/* The records that loading goes by, read after the tables that they speak of. */

#include "base/cursor.h"
#include "hallmark/error.h"
#include "notes/directory.h"
#include "notes/stamp.h"

struct hm_error *decode_closures(struct cursor *cursor, struct stamp *stamp);

/* The digests of the tags, in the order of keys that follow from the tags and types. */
struct hm_error *decode_tag_digests(const struct directory *directory,
				    struct stamp *stamp);

#endif
