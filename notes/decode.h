/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_DECODE_H
#define NOTES_DECODE_H

#include "hallmark/error.h"
#include "notes/stamp.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Reads the descriptor of a note, which need not be trusted and need not stay. `ret` is
 * initialised on success only. HM_ERR_STAMP: malformed; HM_ERR_STAMP_VERSION: newer.
 */
struct hm_error *stamp_decode(const uint8_t *desc, size_t size, struct stamp *ret);

#endif
