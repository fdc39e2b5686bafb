// SPDX-License-Identifier: BSD-3-Clause
#include "verify/render_rest.h"

#include "base/error.h"
#include "base/scope.h"
#include "verify/path.h"
#include "verify/words.h"

#include <stdlib.h>
#include <string.h>

/* So many types are named: where to start reading. */
#define TYPES_SHOWN 8

/* Findings on one type. */
struct heap {
	const char *name; /* in a finding's path */
	int length;
	size_t count;
};

static void append(struct buffer *buffer, struct words text)
{
	buffer_bytes(buffer, text.text, strlen(text.text));
}

/* " -> struct config.limit" is about struct config. */
static struct heap heap_of(const struct report *report, uint32_t number)
{
	static const char arrow[] = " -> ";
	size_t place = report->remarks.data[number].place;
	const char *name = report->findings.data[number].path + place;
	if (!place || strncmp(name, arrow, strlen(arrow)) != 0)
		return (struct heap){ .name = "" };
	name += strlen(arrow);
	const char *member = path_member(name);
	size_t length = member ? (size_t)(member - name) : strlen(name);
	const char *element = memchr(name, '[', length);
	return (struct heap){ name, (int)(element ? element - name : (long)length), 1 };
}

static int compare_names(const void *a, const void *b)
{
	const struct heap *left = a, *right = b;
	int shorter = left->length < right->length ? left->length : right->length;
	int order = strncmp(left->name, right->name, (size_t)shorter);
	return order ? order : left->length - right->length;
}

static int compare_counts(const void *a, const void *b)
{
	const struct heap *left = a, *right = b;
	if (left->count != right->count)
		return left->count > right->count ? -1 : 1;
	return compare_names(a, b);
}

/* Puts those of one type together; returns how many types there are. */
static size_t merge(struct heap *heaps, size_t count)
{
	size_t merged = 0;
	qsort(heaps, count, sizeof(*heaps), compare_names);
	for (size_t i = 0; i < count; i++)
		if (merged && compare_names(&heaps[merged - 1], &heaps[i]) == 0)
			heaps[merged - 1].count += heaps[i].count;
		else
			heaps[merged++] = heaps[i];
	qsort(heaps, merged, sizeof(*heaps), compare_counts);
	return merged;
}

static size_t count_breaks(const struct report *report, const uint32_t *numbers,
			   size_t count)
{
	size_t breaks = 0;
	for (size_t i = 0; i < count; i++)
		breaks += report->findings.data[numbers[i]].severity == HM_BREAK;
	return breaks;
}

struct hm_error *render_rest(const struct report *report, const uint32_t *numbers,
			     size_t count, struct buffer *ret)
{
	size_t types = 0;
	SCOPED_FREE struct heap *heaps = calloc(count + 1, sizeof(*heaps));
	if (!heaps)
		return error_nomem();
	for (size_t i = 0; i < count; i++) {
		struct heap heap = heap_of(report, numbers[i]);
		if (heap.count)
			heaps[types++] = heap;
	}
	types = merge(heaps, types);
	append(ret,
	       words("\n  ... and %zu more findings, %zu of them breaks%s", count,
		     count_breaks(report, numbers, count), types ? "; most are in" : ""));
	for (size_t i = 0; i < types && i < TYPES_SHOWN; i++)
		append(ret, words("\n    %-40.*s  %zu", heaps[i].length, heaps[i].name,
				  heaps[i].count));
	if (types > TYPES_SHOWN)
		append(ret, words("\n    and %zu other types", types - TYPES_SHOWN));
	return NULL;
}
