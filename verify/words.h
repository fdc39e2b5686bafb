/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_WORDS_H
#define VERIFY_WORDS_H

/*
 * Short texts for findings: types, sizes and places in words. They are values of bounded
 * length; what does not fit is cut, at a character's end, and marked with "...".
 */

#include "notes/graph.h"

#include <stdarg.h>

#define WORDS_SIZE 320

struct words {
	char text[WORDS_SIZE];
};

struct words words(const char *format, ...) __attribute__((format(printf, 1, 2)));
struct words words_v(const char *format, va_list args)
	__attribute__((format(printf, 1, 0)));

/* "const struct config *" */
struct words words_type(const struct graph *graph, struct type_ref ref);

/* As words_type(), without qualifiers. */
struct words words_node(const struct graph *graph, uint32_t id);

/* "1 byte", "24 bytes" */
struct words words_bytes(uint64_t bytes);

/* "8 bytes at 16"; for a bit-field "3 bits at byte 16, bit 5". A size of 0 bytes is not
 * known: "at 16". */
struct words words_place(uint64_t offset_bits, uint32_t size_bits, uint64_t size_bytes);

/* "byte 16", "byte 16, bit 5" */
struct words words_offset(uint64_t offset_bits);

#endif
