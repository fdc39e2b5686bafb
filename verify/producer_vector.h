/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_PRODUCER_VECTOR_H
#define VERIFY_PRODUCER_VECTOR_H

/*
 * Vectors of more than 16 bytes travel by value in registers that x86 has with AVX (32
 * bytes) or AVX-512 (64), and in memory without. That is a matter of the options of each
 * unit, and of an interface only if it passes such vectors.
 */

#include "notes/graph.h"
#include "notes/toolchain.h"
#include "verify/dwarf_read.h"

#define OPTION_VECTORS "-mavx"

/* The largest vector that a function of the graph takes or returns by value, in bytes; 0
 * if 16 bytes are enough for all. */
uint64_t graph_widest_vector(const struct graph *graph);

/*
 * Adds OPTION_VECTORS to the record, as far as it matters for vectors of that size:
 * "off", "on", "512", or "mixed" if units disagree. Nothing if a unit does not record it.
 */
struct hm_error *producer_vectors(const struct dwarf_producer *producers, size_t count,
				  uint64_t widest_bytes, struct toolchain *ret);

#endif
