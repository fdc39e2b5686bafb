// SPDX-License-Identifier: BSD-3-Clause
#include "verify/spelling.h"

#include "base/text.h"
#include "verify/binding.h"

#include <stdlib.h>
#include <string.h>

/* A guess is a courtesy: a report on a hostile file must not take seconds for it. */
#define SPELLING_MAX 100000

/* Longer names are not typed by hand. */
#define NAME_MAX_LENGTH 64

/* A letter or two are a slip; more are another word. */
#define EDITS_MAX 2

struct rows {
	unsigned before_last[NAME_MAX_LENGTH + 1];
	unsigned last[NAME_MAX_LENGTH + 1];
	unsigned current[NAME_MAX_LENGTH + 1];
};

static unsigned smaller(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

static unsigned cell(const struct rows *rows, const char *a, const char *b, size_t i,
		     size_t j)
{
	unsigned edits = rows->last[j - 1] + (a[i - 1] != b[j - 1]);
	edits = smaller(edits, rows->last[j] + 1);
	edits = smaller(edits, rows->current[j - 1] + 1);
	if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
		edits = smaller(edits, rows->before_last[j - 2] + 1);
	return edits;
}

/*
 * Insertions, deletions, substitutions and swaps of neighbours that make one name of the
 * other. Only a band around the diagonal is computed, beyond it there are more than
 * EDITS_MAX anyway, which is all that is said then.
 */
static unsigned edit_distance(const char *a, size_t a_length, const char *b,
			      size_t b_length)
{
	struct rows rows;
	for (size_t j = 0; j <= b_length; j++)
		rows.last[j] = rows.before_last[j] = (unsigned)j;
	for (size_t i = 1; i <= a_length; i++) {
		unsigned best = EDITS_MAX + 1;
		size_t low = i > EDITS_MAX ? i - EDITS_MAX : 1;
		size_t high = i + EDITS_MAX < b_length ? i + EDITS_MAX : b_length;
		rows.current[low - 1] = low == 1 ? (unsigned)i : EDITS_MAX + 1;
		for (size_t j = low; j <= high; j++) {
			rows.current[j] = cell(&rows, a, b, i, j);
			best = smaller(best, rows.current[j]);
		}
		if (best > EDITS_MAX)
			return EDITS_MAX + 1;
		if (high < b_length)
			rows.current[high + 1] = EDITS_MAX + 1;
		memcpy(rows.before_last, rows.last, sizeof(rows.last));
		memcpy(rows.last, rows.current, sizeof(rows.current));
	}
	return rows.last[b_length];
}

/* Of short names half would be a slip of the other half. */
static unsigned edits_allowed(size_t length)
{
	if (length < 3)
		return 0;
	return length < 6 ? 1 : EDITS_MAX;
}

static bool length_fits(size_t a, size_t b)
{
	return b <= NAME_MAX_LENGTH && a <= b + EDITS_MAX && b <= a + EDITS_MAX;
}

const char *spelling_nearest(struct spelling *spelling, const stamp_symbols *symbols,
			     const char *name)
{
	size_t length = strnlen(name, NAME_MAX_LENGTH + 1);
	if (length > NAME_MAX_LENGTH)
		return NULL;
	const char *nearest = NULL;
	unsigned fewest = edits_allowed(length) + 1;
	vector_for_each (symbol, symbols) {
		if (spelling->looked_at++ >= SPELLING_MAX)
			break;
		size_t other = strnlen(symbol->name, NAME_MAX_LENGTH + 1);
		if (!length_fits(length, other))
			continue;
		unsigned edits = edit_distance(name, length, symbol->name, other);
		if (edits && edits < fewest) {
			fewest = edits;
			nearest = symbol->name;
		}
	}
	return nearest;
}

const char *spelling_unmangled(const stamp_symbols *symbols, const char *name)
{
	/* Itanium C++ ABI 5.1.3: "_Z", the length of the source name, that name. */
	const char *mangled = text_past(name, "_Z");
	if (!mangled)
		return NULL;
	char *source, plain[NAME_MAX_LENGTH + 1];
	size_t length = strtoul(mangled, &source, 10);
	if (length > NAME_MAX_LENGTH || strnlen(source, length) < length)
		return NULL;
	memcpy(plain, source, length);
	plain[length] = 0;
	struct definitions found = definitions_find(symbols, plain);
	return found.count ? found.first->name : NULL;
}
