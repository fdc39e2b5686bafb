// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick_tags.h"

#include "base/scope.h"
#include "notes/format.h"

#include <endian.h>

/*
 * How much is read at a time: little beside what a call of the system costs, and stays in
 * the processor's cache until it has been looked at. A multiple of what stands there.
 */
#define WINDOW_SIZE (TAG_ENTRY_SIZE << 11)

/*
 * The plugin's keys and the host's are in the same order, so one pass finds what both
 * have. What they agree about is not read at all: the plugin's stamp has the sum of the
 * digests of all its bodies, and the host's digests must make the same sum, with the
 * plugin's own for what the host has no body of. Both lists mostly go on alike for a
 * while; what the host has of such a run is the difference of two of its running sums.
 *
 * Only the sums have been checked for damage. A key that is damaged is not what the check
 * of the keys was taken over; a number or a digest that is damaged makes another sum.
 */
struct quick_tags {
	const struct glance *glance;
	const struct host_tags *host;
	uint8_t *window;
	uint64_t check;
	struct digest_sum sum;
	uint32_t last_key;
	/* Where the host's list stands. */
	size_t host_at;
	/* Places of the keys that the host does not have. */
	VECTOR(uint32_t) strangers;
	/* By number in the plugin's table of tags: it is one of those. */
	uint64_t *marks;
};

static void quick_tags_deinit(struct quick_tags *tags)
{
	free(tags->window);
	free(tags->marks);
	vector_deinit(&tags->strangers);
}

static uint32_t word_at(const uint8_t *words, size_t number)
{
	uint32_t word;
	memcpy(&word, words + number * sizeof(word), sizeof(word));
	return le32toh(word);
}

/* From here on both lists go on with the same keys: how many. */
static size_t run_length(const struct quick_tags *tags, size_t at, size_t count)
{
	const uint32_t *host = tags->host->keys + tags->host_at;
	size_t most = tags->host->count - tags->host_at, length = 0;
	if (most > count - at)
		most = count - at;
	while (length < most && word_at(tags->window, at + length) == host[length])
		length++;
	return length;
}

/* Adds what the host has of a run. False if it has the last key once more. */
static bool pass_run(struct quick_tags *tags, uint32_t last_key, size_t length)
{
	const struct host_tags *host = tags->host;
	const struct digest_sum *before = &host->sums[tags->host_at];
	tags->host_at += length;
	const struct digest_sum *behind = &host->sums[tags->host_at];
	tags->sum.low += behind->low - before->low;
	tags->sum.high += behind->high - before->high;
	return tags->host_at == host->count || host->keys[tags->host_at] != last_key;
}

/* The next `count` keys, the first of which is number `first`. */
static bool pass_keys(struct quick_tags *tags, size_t first, size_t count)
{
	const uint32_t *host = tags->host->keys;
	for (size_t at = 0; at < count;) {
		uint32_t key = word_at(tags->window, at);
		if (key <= tags->last_key && first + at)
			return false;
		/* Ends: behind the host's list stands the largest of all keys. */
		while (host[tags->host_at] < key)
			tags->host_at++;
		size_t length = run_length(tags, at, count);
		if (!length && !vector_push(&tags->strangers, (uint32_t)(first + at)))
			return false;
		size_t next = at + (length ? length : 1);
		tags->last_key = word_at(tags->window, next - 1);
		if (length && !pass_run(tags, tags->last_key, length))
			return false;
		for (; at < next; at++)
			tags->check +=
				tag_key_check(word_at(tags->window, at), first + at);
	}
	return true;
}

static bool read_keys(struct quick_tags *tags)
{
	const struct glance_tags *plugin = &tags->glance->tags;
	const size_t step = WINDOW_SIZE / TAG_KEY_SIZE;
	for (size_t at = 0; at < plugin->count; at += step) {
		size_t count = plugin->count - at < step ? plugin->count - at : step;
		if (!glance_read(tags->glance, plugin->keys_at + at * TAG_KEY_SIZE,
				 count * TAG_KEY_SIZE, tags->window) ||
		    !pass_keys(tags, at, count))
			return false;
	}
	return tags->check == plugin->check;
}

/* Marks the bodies that the host does not have, each once. */
static bool mark_strangers(struct quick_tags *tags)
{
	const struct glance_tags *plugin = &tags->glance->tags;
	const size_t step = WINDOW_SIZE / TAG_KEY_SIZE;
	uint64_t numbers_at = plugin->keys_at + (uint64_t)plugin->count * TAG_KEY_SIZE;
	size_t first = 0, end = 0;
	tags->marks = calloc(plugin->count / 64 + 1, sizeof(*tags->marks));
	if (!tags->marks)
		return false;
	vector_for_each (place, &tags->strangers) {
		if (*place >= end) {
			first = *place;
			end = plugin->count - first < step ? plugin->count : first + step;
			if (!glance_read(tags->glance, numbers_at + first * TAG_KEY_SIZE,
					 (end - first) * TAG_KEY_SIZE, tags->window))
				return false;
		}
		uint32_t number = word_at(tags->window, *place - first);
		if (number >= plugin->count)
			return false;
		tags->marks[number / 64] |= UINT64_C(1) << number % 64;
	}
	return true;
}

static void add_entry(struct quick_tags *tags, const uint8_t *entry)
{
	struct digest digest;
	/* Behind the offset of its name and the number of its type. */
	memcpy(&digest, entry + TAG_ENTRY_SIZE - DIGEST_SIZE, sizeof(digest));
	digest_sum_add(&tags->sum, &digest);
}

static bool add_strangers(struct quick_tags *tags)
{
	const struct glance_tags *plugin = &tags->glance->tags;
	const size_t step = WINDOW_SIZE / TAG_ENTRY_SIZE;
	size_t first = 0, end = 0;
	for (size_t word = 0; word <= plugin->count / 64; word++)
		for (uint64_t left = tags->marks[word]; left; left &= left - 1) {
			size_t number = word * 64 + (size_t)__builtin_ctzll(left);
			if (number >= end) {
				first = number;
				end = plugin->count - first < step ? plugin->count
								   : first + step;
				if (!glance_read(
					    tags->glance,
					    plugin->entries_at + first * TAG_ENTRY_SIZE,
					    (end - first) * TAG_ENTRY_SIZE, tags->window))
					return false;
			}
			add_entry(tags, tags->window + (number - first) * TAG_ENTRY_SIZE);
		}
	return true;
}

bool quick_tags_agree(const struct glance *glance, const struct host_tags *host)
{
	SCOPED(quick_tags_deinit)
	struct quick_tags tags = {
		.glance = glance,
		.host = host,
		.window = malloc(WINDOW_SIZE),
	};
	if (!tags.window || !read_keys(&tags))
		return false;
	if (tags.strangers.count && (!mark_strangers(&tags) || !add_strangers(&tags)))
		return false;
	return tags.sum.low == glance->tags.sum.low &&
	       tags.sum.high == glance->tags.sum.high;
}
