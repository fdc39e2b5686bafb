/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_BYTES_H
#define VERIFY_DWARF_BYTES_H

/*
 * Reading debug sections that libdw does not read for us, in the byte order of the file,
 * which need not be ours. After a read past the end `failed` is set and all is 0.
 */

#include <endian.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t bytes_number(const uint8_t *at, size_t size, bool big)
{
	/* As nearly all offsets have. */
	if (size == sizeof(uint32_t)) {
		uint32_t word;
		memcpy(&word, at, sizeof(word));
		return big ? be32toh(word) : le32toh(word);
	}
	uint64_t value = 0;
	for (size_t i = 0; i < size; i++)
		value |= (uint64_t)at[big ? size - 1 - i : i] << (8 * i);
	return value;
}

static inline void bytes_put_number(uint8_t *at, size_t size, bool big, uint64_t value)
{
	for (size_t i = 0; i < size; i++)
		at[big ? size - 1 - i : i] = (uint8_t)(value >> (8 * i));
}

struct byte_reader {
	const uint8_t *at, *end;
	bool big, failed;
};

static inline bool reader_skip(struct byte_reader *reader, uint64_t size)
{
	if (reader->failed || size > (uint64_t)(reader->end - reader->at)) {
		reader->failed = true;
		return false;
	}
	reader->at += size;
	return true;
}

static inline uint64_t reader_number(struct byte_reader *reader, size_t size)
{
	const uint8_t *at = reader->at;
	return reader_skip(reader, size) ? bytes_number(at, size, reader->big) : 0;
}

static inline uint64_t reader_uleb(struct byte_reader *reader)
{
	/* Codes and sizes hardly ever take more than one byte. */
	if (!reader->failed && reader->at < reader->end && *reader->at < 0x80)
		return *reader->at++;
	uint64_t value = 0;
	for (unsigned shift = 0; shift < 70; shift += 7) {
		uint8_t byte = (uint8_t)reader_number(reader, 1);
		if (shift < 64)
			value |= (uint64_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80))
			return value;
	}
	reader->failed = true;
	return 0;
}

/* A NUL-terminated text; "" when it does not end. */
static inline const char *reader_text(struct byte_reader *reader)
{
	const uint8_t *end = reader->failed ? NULL
					    : memchr(reader->at, 0,
						     (size_t)(reader->end - reader->at));
	if (!end) {
		reader->failed = true;
		return "";
	}
	const char *text = (const char *)reader->at;
	reader->at = end + 1;
	return text;
}

#endif
