// SPDX-License-Identifier: BSD-3-Clause
#include "tools/text.h"

#include "base/scope.h"

#include <stdint.h>
#include <string.h>

/* The smallest code point of each length: a longer form of a smaller one is refused. */
static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };

static size_t sequence_length(uint8_t lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	if (lead >= 0xf0 && lead <= 0xf4)
		return 4;
	return 0;
}

/* Decodes one character; 0 if it is not well-formed. */
static size_t decode(const char *text, size_t length, uint32_t *ret)
{
	const uint8_t *bytes = (const uint8_t *)text;
	size_t size = length ? sequence_length(bytes[0]) : 0;
	if (!size || size > length)
		return 0;
	uint32_t point = size == 1 ? bytes[0] : bytes[0] & (0x7f >> size);
	for (size_t i = 1; i < size; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 0;
		point = point << 6 | (bytes[i] & 0x3f);
	}
	bool surrogate = point >= 0xd800 && point <= 0xdfff;
	if (point < smallest[size] || point > 0x10ffff || surrogate)
		return 0;
	*ret = point;
	return size;
}

size_t text_character(const char *text, size_t length)
{
	uint32_t point;
	return decode(text, length, &point);
}

/* Characters that reorder or hide the text around them (Unicode TR 36, 3.1.4). */
static bool is_deceptive(uint32_t point)
{
	return (point >= 0x200b && point <= 0x200f) ||
	       (point >= 0x2028 && point <= 0x202e) ||
	       (point >= 0x2060 && point <= 0x206f) || point == 0xfeff;
}

static bool is_shown(uint32_t point, enum text_kept kept)
{
	if (kept == TEXT_CONTROLS)
		return true;
	if (point == '\n' || point == '\t')
		return kept == TEXT_LINES;
	return point >= 0x20 && (point < 0x7f || point >= 0xa0) && !is_deceptive(point);
}

static void append_escaped(struct buffer *buffer, const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		char escape[5];
		snprintf(escape, sizeof(escape), "\\x%02x", (uint8_t)text[i]);
		buffer_bytes(buffer, escape, 4);
	}
}

void text_append(struct buffer *buffer, const char *text, size_t length,
		 enum text_kept kept)
{
	for (size_t at = 0; at < length;) {
		uint32_t point;
		size_t size = decode(text + at, length - at, &point);
		if (size && is_shown(point, kept))
			buffer_bytes(buffer, text + at, size);
		else
			append_escaped(buffer, text + at, size ? size : 1);
		at += size ? size : 1;
	}
}

static void print(FILE *out, const char *text, size_t length, enum text_kept kept)
{
	SCOPED(buffer_deinit) struct buffer safe = { 0 };
	text_append(&safe, text, length, kept);
	if (safe.size)
		fwrite(safe.data, 1, safe.size, out);
	if (safe.failed)
		fputs("...", out);
}

void text_print(FILE *out, const char *text)
{
	print(out, text, strlen(text), TEXT_ONE_LINE);
}

void text_print_lines(FILE *out, const char *text, size_t length)
{
	print(out, text, length, TEXT_LINES);
	if (!length || text[length - 1] != '\n')
		putc('\n', out);
}
