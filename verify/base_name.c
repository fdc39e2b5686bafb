// SPDX-License-Identifier: BSD-3-Clause
#include "verify/base_name.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

enum word { WORD_SIGNED, WORD_UNSIGNED, WORD_SHORT, WORD_LONG, WORD_INT, WORD_CHAR };

static const char *const words[] = {
	"signed", "unsigned", "short", "long", "int", "char"
};

#define WORD_COUNT (sizeof(words) / sizeof(words[0]))

static bool count_word(const char *word, size_t length, unsigned counts[WORD_COUNT])
{
	for (size_t i = 0; i < WORD_COUNT; i++) {
		if (strlen(words[i]) != length || memcmp(words[i], word, length) != 0)
			continue;
		counts[i]++;
		return true;
	}
	return false;
}

static const char *char_name(const unsigned counts[WORD_COUNT])
{
	if (counts[WORD_UNSIGNED])
		return "unsigned char";
	return counts[WORD_SIGNED] ? "signed char" : "char";
}

const char *base_name(const char *name)
{
	static const char *const integers[][2] = {
		{ "int", "unsigned int" },
		{ "long", "unsigned long" },
		{ "long long", "unsigned long long" },
	};
	unsigned counts[WORD_COUNT] = { 0 };
	size_t length;
	for (const char *at = name; *at; at += length) {
		at += strspn(at, " ");
		length = strcspn(at, " ");
		if (length && !count_word(at, length, counts))
			return name;
	}
	unsigned longs = counts[WORD_LONG];
	bool is_unsigned = counts[WORD_UNSIGNED];
	if (counts[WORD_CHAR])
		return char_name(counts);
	if (counts[WORD_SHORT])
		return is_unsigned ? "unsigned short" : "short";
	return longs < 3 ? integers[longs][is_unsigned] : name;
}
