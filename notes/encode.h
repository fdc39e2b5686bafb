/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_ENCODE_H
#define NOTES_ENCODE_H

#include "base/buffer.h"
#include "hallmark/error.h"
#include "notes/stamp.h"

/*
 * Appends the descriptor of the note: doc/format.md. The same stamp gives the same bytes.
 */
struct hm_error *stamp_encode(const struct stamp *stamp, struct buffer *ret);

#endif
