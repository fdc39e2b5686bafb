/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TESTS_STAMP_BUILD_H
#define TESTS_STAMP_BUILD_H

#include "base/buffer.h"
#include "notes/stamp.h"

/*
 * A stamp that has something in every record: a host with a policy, two compilers, an
 * option, and provides, requires, expects and tags of the types that `text` declares, as
 * graph_build() reads it. Digests are numbers that count up.
 */
void stamp_build(struct stamp *stamp, const char *text);

/* Some of everything that a type can be. */
extern const char stamp_build_text[];

/* Its bytes. Exits if it cannot be encoded. */
struct buffer stamp_bytes(const struct stamp *stamp);

/* The code of the error that stamp_decode() gives, HM_OK if none. */
enum hm_error_code stamp_decode_code(const uint8_t *bytes, size_t size);

#endif
