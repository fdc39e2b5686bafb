/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_ENCODE_DIGESTS_H
#define NOTES_ENCODE_DIGESTS_H

/* The records that loading goes by: doc/format.md, "Closures" and what follows there. */

#include "base/buffer.h"
#include "hallmark/error.h"
#include "notes/stamp.h"
#include "notes/tag_keys.h"

struct hm_error *encode_closures(const struct stamp *stamp, struct buffer *ret);

void encode_tag_sums(const struct stamp *stamp, const tag_keys *keys, struct buffer *ret);
void encode_tag_keys(const struct stamp *stamp, const tag_keys *keys, struct buffer *ret);

#endif
