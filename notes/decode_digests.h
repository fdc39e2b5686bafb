/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DECODE_DIGESTS_H
#define NOTES_DECODE_DIGESTS_H

/* The records that loading goes by, read after the tables that they speak of. */

#include "base/cursor.h"
#include "hallmark/error.h"
#include "notes/stamp.h"

struct hm_error *decode_closures(struct cursor *cursor, struct stamp *stamp);

/* Both say again what the table of tags says, for who does not read that: checked only.
 */
struct hm_error *decode_tag_sums(struct cursor *cursor, struct stamp *stamp);
struct hm_error *decode_tag_keys(struct cursor *cursor, struct stamp *stamp);

#endif
