// SPDX-License-Identifier: BSD-3-Clause
#include "verify/layout_text.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/typename.h"

#include <stdio.h>
#include <string.h>

/* Wide enough for most members, so that both sides fit on a terminal. */
#define COLUMN_WIDTH 36
#define ROWS_BEFORE 2
#define ROWS_MAX 14

/* ---------------------------------------------------------------------- causes */

static bool is_lonely(const struct layout *layout, size_t leaf)
{
	return layout->partners[leaf] == NO_PARTNER;
}

/* By leaf: how many leaves without partner start at a lower offset. */
static uint32_t *count_lonely(const struct layout *layout, uint32_t *ret_first)
{
	size_t count = layout->leaves.list.count;
	uint32_t *counts = calloc(count + 1, sizeof(*counts));
	uint32_t before = 0, here = 0;
	*ret_first = NO_PARTNER;
	for (uint32_t i = 0; counts && i < count; i++) {
		const struct leaf *leaf = &layout->leaves.list.data[i];
		if (i && leaf->offset_bits != leaf[-1].offset_bits) {
			before += here;
			here = 0;
		}
		counts[i] = before;
		if (!is_lonely(layout, i))
			continue;
		here++;
		if (*ret_first == NO_PARTNER)
			*ret_first = i;
	}
	return counts;
}

static uint32_t *find_resized(const struct layout *consumer,
			      const struct layout *provider)
{
	size_t count = consumer->leaves.list.count;
	uint32_t *resized = calloc(count + 1, sizeof(*resized));
	uint32_t last = NO_PARTNER;
	for (uint32_t i = 0; resized && i < count; i++) {
		resized[i] = last;
		if (!is_lonely(consumer, i) &&
		    layout_width(consumer, i) !=
			    layout_width(provider, consumer->partners[i]))
			last = i;
	}
	return resized;
}

struct hm_error *layout_causes_init(struct layout_causes *causes,
				    const struct layout *consumer,
				    const struct layout *provider)
{
	causes->added = count_lonely(provider, &causes->first_added);
	causes->removed = count_lonely(consumer, &causes->first_removed);
	causes->resized = find_resized(consumer, provider);
	return causes->added && causes->removed && causes->resized ? NULL : error_nomem();
}

void layout_causes_deinit(struct layout_causes *causes)
{
	free(causes->added);
	free(causes->removed);
	free(causes->resized);
}

static const char *leaf_name(const struct layout *layout, uint32_t leaf)
{
	const char *name = layout->leaves.list.data[leaf].member->name;
	return name ? name : "(no name)";
}

static struct words lonely_words(const struct layout *layout, uint32_t first,
				 uint32_t count, const char *verb)
{
	if (count == 1)
		return words("%.100s was %s before it", leaf_name(layout, first), verb);
	return words("%.100s and %u more were %s before it", leaf_name(layout, first),
		     count - 1, verb);
}

static struct words resized_words(const struct layout *consumer,
				  const struct layout *provider, uint32_t leaf)
{
	uint64_t before = layout_width(consumer, leaf);
	uint64_t after = layout_width(provider, consumer->partners[leaf]);
	bool whole = before % 8 == 0 && after % 8 == 0;
	return words(
		"%.100s before it has %llu %s instead of %llu", leaf_name(consumer, leaf),
		(unsigned long long)(whole ? after / 8 : after), whole ? "bytes" : "bits",
		(unsigned long long)(whole ? before / 8 : before));
}

struct words layout_cause(const struct layout_causes *causes,
			  const struct layout *consumer, const struct layout *provider,
			  uint32_t leaf)
{
	uint32_t partner = consumer->partners[leaf];
	bool later = provider->leaves.list.data[partner].offset_bits >
		     consumer->leaves.list.data[leaf].offset_bits;
	if (later && causes->added[partner])
		return lonely_words(provider, causes->first_added, causes->added[partner],
				    "inserted");
	if (!later && causes->removed[leaf])
		return lonely_words(consumer, causes->first_removed,
				    causes->removed[leaf], "removed");
	if (causes->resized[leaf] != NO_PARTNER)
		return resized_words(consumer, provider, causes->resized[leaf]);
	return words("%s", "");
}

/* ---------------------------------------------------------------- side by side */

/* A line: a leaf of each side, or of one. */
struct row {
	uint32_t consumer, provider;
	const char *mark; /* NULL: no difference */
};

/* Walks both layouts in the order of their offsets. */
struct rows {
	const struct layout *consumer, *provider;
	uint32_t at_consumer, at_provider;
};

static const char *mark_of(const struct rows *rows, uint32_t left, uint32_t right)
{
	const struct layout *consumer = rows->consumer, *provider = rows->provider;
	if (consumer->partners[left] != right)
		return "moved";
	if (consumer->leaves.list.data[left].offset_bits !=
	    provider->leaves.list.data[right].offset_bits)
		return "moved";
	if (strcmp(leaf_name(consumer, left), leaf_name(provider, right)) != 0)
		return "renamed";
	if (layout_width(consumer, left) != layout_width(provider, right))
		return "other size";
	return NULL;
}

static bool next_row(struct rows *rows, struct row *ret)
{
	bool left = rows->at_consumer < rows->consumer->leaves.list.count;
	bool right = rows->at_provider < rows->provider->leaves.list.count;
	if (!left && !right)
		return false;
	*ret = (struct row){ NO_PARTNER, NO_PARTNER, NULL };
	if (right && is_lonely(rows->provider, rows->at_provider)) {
		ret->provider = rows->at_provider++;
		ret->mark = "inserted";
	} else if (left && is_lonely(rows->consumer, rows->at_consumer)) {
		ret->consumer = rows->at_consumer++;
		ret->mark = "removed";
	} else {
		if (left)
			ret->consumer = rows->at_consumer++;
		if (right)
			ret->provider = rows->at_provider++;
		ret->mark = left && right ? mark_of(rows, ret->consumer, ret->provider)
					  : "moved";
	}
	return true;
}

static void append(struct buffer *buffer, const char *text)
{
	buffer_bytes(buffer, text, strlen(text));
}

/* Exactly COLUMN_WIDTH characters, cut or filled up. */
static void append_column(struct buffer *buffer, const char *text)
{
	unsigned width = 0;
	for (; *text && width < COLUMN_WIDTH; text++) {
		buffer_u8(buffer, (uint8_t)*text);
		/* Bytes that continue a character (UTF-8) take no room. */
		width += ((unsigned char)text[1] & 0xc0) != 0x80;
	}
	for (; width < COLUMN_WIDTH; width++)
		buffer_u8(buffer, ' ');
}

static struct words leaf_words(const struct layout *layout, uint32_t number)
{
	if (number == NO_PARTNER)
		return words("%s", "");
	const struct leaf *leaf = &layout->leaves.list.data[number];
	SCOPED(buffer_deinit) struct buffer name = { 0 };
	typename_declare(&name, layout->graph, leaf->member->type,
			 leaf_name(layout, number));
	int length = name.failed ? 0 : (int)name.size;
	const char *text = length ? (const char *)name.data : "";
	unsigned long long byte = leaf->offset_bits / 8;
	if (leaf->member->size_bits)
		return words("%5llu:%u %.*s : %u", byte,
			     (unsigned)(leaf->offset_bits % 8), length, text,
			     leaf->member->size_bits);
	return words("%5llu  %.*s", byte, length, text);
}

static void append_line(struct buffer *buffer, const char *left, const char *right,
			const char *mark)
{
	append_column(buffer, left);
	append(buffer, " | ");
	if (mark) {
		append_column(buffer, right);
		append(buffer, " <- ");
		append(buffer, mark);
	} else {
		append(buffer, words("%.80s", right).text);
	}
	append(buffer, "\n");
}

static struct words title_words(const struct layout *layout)
{
	const struct type *type = graph_type(layout->graph, layout->type);
	return words("%.80s: %s", words_node(layout->graph, layout->type).text,
		     words_bytes(type->size).text);
}

static uint32_t first_difference(struct rows rows)
{
	struct row row;
	uint32_t number = 0;
	while (next_row(&rows, &row) && !row.mark)
		number++;
	return number;
}

void layout_side_by_side(const struct layout *consumer, const struct layout *provider,
			 const struct report *report, struct buffer *ret)
{
	struct rows rows = { consumer, provider, 0, 0 };
	uint32_t first = first_difference(rows), number = 0;
	uint32_t from = first > ROWS_BEFORE ? first - ROWS_BEFORE : 0;
	struct row row;
	append_line(ret, report_consumer_side(report), report_provider_side(report),
		    NULL);
	append_line(ret, title_words(consumer).text, title_words(provider).text, NULL);
	if (from)
		append_line(ret, "   ...", "   ...", NULL);
	for (; number < from + ROWS_MAX && next_row(&rows, &row); number++)
		if (number >= from)
			append_line(ret, leaf_words(consumer, row.consumer).text,
				    leaf_words(provider, row.provider).text, row.mark);
	if (next_row(&rows, &row))
		append_line(ret, "   ...", "   ...", NULL);
	/* No newline at the end. */
	if (ret->size)
		ret->size--;
}
