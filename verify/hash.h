/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_HASH_H
#define VERIFY_HASH_H

/*
 * The hashes of a stamp: SHA-256 (libcrypto), truncated, over a canonical byte stream
 * that doc/format.md describes and golden vectors pin. Computed when stamping; loading
 * only compares them.
 */

#include "hallmark/error.h"
#include "notes/stamp.h"

/* Version of the canonical stream; part of every hash. */
#define HASH_STREAM_VERSION 1

/*
 * Fills in the digests of all symbols, and the table of tags. Tagged types that have one
 * node in the graph stand by kind and tag; the others by content, refined until stable.
 */
struct hm_error *hash_stamp(struct stamp *stamp);

/* Fills in toolchain_digest and abi_digest. */
struct hm_error *hash_toolchain(struct stamp *stamp);

#endif
