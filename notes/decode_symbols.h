/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DECODE_SYMBOLS_H
#define NOTES_DECODE_SYMBOLS_H

#include "base/arena.h"
#include "base/cursor.h"
#include "hallmark/error.h"
#include "notes/stamp.h"

/* Read one symbol table, and the table of tags. Strings go into the arena. */
struct hm_error *decode_symbols(struct cursor *cursor, struct arena *arena,
				stamp_symbols *ret);
struct hm_error *decode_tags(struct cursor *cursor, struct stamp *stamp);

#endif
