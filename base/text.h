/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* What stands behind the prefix; NULL if `text` does not begin with it. */
static inline const char *text_past(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);
	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

static inline bool text_begins(const char *text, const char *prefix)
{
	return text_past(text, prefix);
}

static inline uint64_t text_load8(const char *text)
{
	uint64_t word;
	memcpy(&word, text, sizeof(word));
	return word;
}

static inline uint32_t text_load4(const char *text)
{
	uint32_t word;
	memcpy(&word, text, sizeof(word));
	return word;
}

/*
 * memcmp() without a call, for names: most are short, and who looks at thousands of them
 * sees it. The last load overlaps the one before it.
 */
static inline bool text_same(const char *a, const char *b, size_t size)
{
	size_t at = 0;
	if (size < sizeof(uint32_t))
		return memcmp(a, b, size) == 0;
	if (size < sizeof(uint64_t))
		return text_load4(a) == text_load4(b) &&
		       text_load4(a + size - 4) == text_load4(b + size - 4);
	for (; size - at > sizeof(uint64_t); at += sizeof(uint64_t))
		if (text_load8(a + at) != text_load8(b + at))
			return false;
	return text_load8(a + size - 8) == text_load8(b + size - 8);
}

#endif
