/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DECODE_TYPES_H
#define NOTES_DECODE_TYPES_H

#include "hallmark/error.h"
#include "notes/directory.h"
#include "notes/stamp.h"

/*
 * Reads the types into a graph that holds void only, after decode_tables(). Checks the
 * graph and that symbols and tags refer to types that are there.
 */
struct hm_error *decode_types(const struct directory *directory, struct stamp *stamp);

#endif
