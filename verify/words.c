// SPDX-License-Identifier: BSD-3-Clause
#include "verify/words.h"

#include "base/buffer.h"
#include "base/scope.h"
#include "verify/typename.h"

#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "...";

/* Cuts off what vsnprintf() may have left of a character of several bytes (UTF-8). */
static void mark_cut(char *text, size_t size)
{
	size_t at = size - sizeof(ellipsis);
	while (at && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	memcpy(text + at, ellipsis, sizeof(ellipsis));
}

struct words words_v(const char *format, va_list args)
{
	struct words ret = { "" };
	int length = vsnprintf(ret.text, sizeof(ret.text), format, args);
	if (length >= (int)sizeof(ret.text))
		mark_cut(ret.text, sizeof(ret.text));
	return ret;
}

struct words words(const char *format, ...)
{
	va_list args;
	va_start(args, format);
	struct words ret = words_v(format, args);
	va_end(args);
	return ret;
}

struct words words_type(const struct graph *graph, struct type_ref ref)
{
	SCOPED(buffer_deinit) struct buffer buffer = { 0 };
	typename_append(&buffer, graph, ref);
	/* Out of memory: the finding counts more than the name in it. */
	if (buffer.failed)
		return words("type %u", ref.id);
	return words("%.*s", (int)buffer.size, (const char *)buffer.data);
}

struct words words_node(const struct graph *graph, uint32_t id)
{
	return words_type(graph, (struct type_ref){ .id = id });
}

struct words words_bytes(uint64_t bytes)
{
	return words("%llu byte%s", (unsigned long long)bytes, bytes == 1 ? "" : "s");
}

struct words words_offset(uint64_t offset_bits)
{
	unsigned long long byte = offset_bits / 8;
	if (offset_bits % 8 == 0)
		return words("byte %llu", byte);
	return words("byte %llu, bit %u", byte, (unsigned)(offset_bits % 8));
}

struct words words_place(uint64_t offset_bits, uint32_t size_bits, uint64_t size_bytes)
{
	unsigned long long byte = offset_bits / 8;
	if (size_bits)
		return words("%u bit%s at byte %llu, bit %u", size_bits,
			     size_bits == 1 ? "" : "s", byte,
			     (unsigned)(offset_bits % 8));
	if (offset_bits % 8)
		return words("at %s", words_offset(offset_bits).text);
	if (!size_bytes)
		return words("at %llu", byte);
	return words("%s at %llu", words_bytes(size_bytes).text, byte);
}
