/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DECODE_TABLES_H
#define NOTES_DECODE_TABLES_H

#include "hallmark/error.h"
#include "notes/directory.h"
#include "notes/stamp.h"

/*
 * Reads all that loading needs: identity, policy, toolchain, symbols and tags. Numbers of
 * types are taken as they stand; decode_types() holds them against the types.
 */
struct hm_error *decode_tables(const struct directory *directory, struct stamp *stamp);

#endif
