/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_ENCODE_TYPES_H
#define NOTES_ENCODE_TYPES_H

#include "base/buffer.h"
#include "hallmark/error.h"
#include "notes/stamp.h"

/* Appends the body of the type record. */
struct hm_error *encode_types(const struct stamp *stamp, struct buffer *ret);

#endif
