// SPDX-License-Identifier: BSD-3-Clause
#include "loader/quick_tags.h"

#include "base/scope.h"
#include "notes/format.h"

#include <endian.h>

/*
 * How much is read at a time: little beside what a call of the system costs, and stays in
 * the processor's cache until it has been looked at. A multiple of what stands there.
 */
#define WINDOW_SIZE (DIGEST_SIZE * 3072)
/* So many keys are compared at once as long as they are the same. */
#define BLOCK_KEYS 64

/* A tag that the plugin knows a body of, and the host does not. */
struct stranger {
	uint32_t place, key;
};

/*
 * The plugin's keys and the host's are in the same order, so one pass finds what both
 * have. What they agree about is not read at all: the plugin's stamp has the sum of the
 * digests of all its bodies, and the host's digests must make the same sum, with the
 * plugin's own for what the host has no body of. Both lists mostly go on alike for long,
 * since they have the tags without a body as well; what the host has of such a run is the
 * difference of two of its running sums, less what the plugin has no body of.
 *
 * Only the sum has been checked for damage. A key, a place or a digest that is damaged
 * makes another one: a digest counts by its key, in the host's sums as in the plugin's.
 */
struct quick_tags {
	const struct glance *glance;
	const struct host_tags *host;
	uint8_t *window;
	struct digest_sum sum;
	uint32_t last_key;
	/* Where the host's list stands, and that of its keys without a body. */
	size_t host_at;
	const uint32_t *host_opaque;
	/* Places of the plugin's keys without a body; behind them one that no key has. */
	uint32_t *opaque;
	const uint32_t *next_opaque;
	VECTOR(struct stranger) strangers;
};

static void quick_tags_deinit(struct quick_tags *tags)
{
	free(tags->window);
	free(tags->opaque);
	vector_deinit(&tags->strangers);
}

static bool read_opaque(struct quick_tags *tags)
{
	const struct glance_tags *plugin = &tags->glance->tags;
	size_t count = plugin->opaque;
	tags->opaque = malloc((count + 1) * sizeof(*tags->opaque));
	tags->next_opaque = tags->opaque;
	if (!tags->opaque || !glance_read(tags->glance, plugin->opaque_at,
					  count * sizeof(*tags->opaque), tags->opaque))
		return false;
	tags->opaque[count] = UINT32_MAX;
	for (size_t i = 0; i < count; i++) {
		tags->opaque[i] = le32toh(tags->opaque[i]);
		if (i && tags->opaque[i] <= tags->opaque[i - 1])
			return false;
	}
	return true;
}

/* Whether an ascending list, which is not looked at again before it, has a number. */
static bool is_listed(const uint32_t **list, uint32_t number)
{
	while (**list < number)
		++*list;
	return **list == number;
}

static uint32_t key_at(const uint8_t *keys, size_t at)
{
	uint32_t key;
	memcpy(&key, keys + at * sizeof(key), sizeof(key));
	return le32toh(key);
}

/* From here on both lists go on with the same keys: how many. */
static size_t run_length(const struct quick_tags *tags, size_t at, size_t count)
{
	const uint8_t *mine = tags->window + at * TAG_KEY_SIZE;
	const uint8_t *host = (const uint8_t *)(tags->host->keys + tags->host_at);
	size_t most = tags->host->count - tags->host_at, length = 0;
	if (most > count - at)
		most = count - at;
	while (most - length >= BLOCK_KEYS &&
	       memcmp(mine + length * TAG_KEY_SIZE, host + length * TAG_KEY_SIZE,
		      BLOCK_KEYS * TAG_KEY_SIZE) == 0)
		length += BLOCK_KEYS;
	while (length < most && key_at(mine, length) == key_at(host, length))
		length++;
	return length;
}

static void sum_span(struct digest_sum *sum, const struct digest_sum *from,
		     const struct digest_sum *to)
{
	sum->low += to->low - from->low;
	sum->high += to->high - from->high;
}

static bool push_stranger(struct quick_tags *tags, uint32_t place, uint32_t key)
{
	struct stranger stranger = { place, key };
	return vector_push(&tags->strangers, stranger);
}

/* What the host has no body of, in a run from this place on, and the plugin has. */
static bool pass_host_opaque(struct quick_tags *tags, uint32_t place, size_t length)
{
	const uint32_t *opaque = tags->next_opaque;
	const uint32_t *keys = tags->host->keys;
	is_listed(&tags->host_opaque, (uint32_t)tags->host_at);
	for (; *tags->host_opaque < tags->host_at + length; tags->host_opaque++) {
		uint32_t at = *tags->host_opaque;
		uint32_t own = place + (at - (uint32_t)tags->host_at);
		if (!is_listed(&opaque, own) &&
		    !push_stranger(tags, own, le32toh(keys[at])))
			return false;
	}
	return true;
}

/* What the host has of such a run, less what the plugin has no body of. */
static void sum_run(struct quick_tags *tags, uint32_t place, size_t length)
{
	const struct digest_sum *sums = tags->host->sums + tags->host_at;
	sum_span(&tags->sum, &sums[0], &sums[length]);
	is_listed(&tags->next_opaque, place);
	for (; *tags->next_opaque < place + length; tags->next_opaque++) {
		size_t at = *tags->next_opaque - place;
		sum_span(&tags->sum, &sums[at + 1], &sums[at]);
	}
}

/* False if the host has the last key once more. */
static bool pass_run(struct quick_tags *tags, uint32_t place, size_t length)
{
	const struct host_tags *host = tags->host;
	if (!pass_host_opaque(tags, place, length))
		return false;
	sum_run(tags, place, length);
	tags->host_at += length;
	return tags->host_at == host->count ||
	       le32toh(host->keys[tags->host_at]) != tags->last_key;
}

/* The next `count` keys, the first of which is number `first`. */
static bool pass_keys(struct quick_tags *tags, uint32_t first, size_t count)
{
	const uint32_t *host = tags->host->keys;
	for (size_t at = 0; at < count;) {
		uint32_t key = key_at(tags->window, at), place = first + (uint32_t)at;
		if (key <= tags->last_key && place)
			return false;
		/* Ends: behind the host's list stands the largest of all keys. */
		while (le32toh(host[tags->host_at]) < key)
			tags->host_at++;
		size_t length = run_length(tags, at, count);
		tags->last_key = length ? key_at(tags->window, at + length - 1) : key;
		if (length ? !pass_run(tags, place, length)
			   : !is_listed(&tags->next_opaque, place) &&
				     !push_stranger(tags, place, key))
			return false;
		at += length ? length : 1;
	}
	return true;
}

static bool read_keys(struct quick_tags *tags)
{
	const struct glance_tags *plugin = &tags->glance->tags;
	const uint32_t step = WINDOW_SIZE / TAG_KEY_SIZE;
	for (uint32_t at = 0; at < plugin->count; at += step) {
		uint32_t count = plugin->count - at < step ? plugin->count - at : step;
		if (!glance_read(tags->glance,
				 plugin->keys_at + (uint64_t)at * TAG_KEY_SIZE,
				 (uint64_t)count * TAG_KEY_SIZE, tags->window) ||
		    !pass_keys(tags, at, count))
			return false;
	}
	return true;
}

/* Digests stand in the order of the keys, but only of those that have a body. */
static bool sum_strangers(struct quick_tags *tags)
{
	const struct glance_tags *plugin = &tags->glance->tags;
	const size_t step = WINDOW_SIZE / DIGEST_SIZE,
		     known = plugin->count - plugin->opaque;
	const uint32_t *opaque = tags->opaque;
	size_t first = 0, end = 0;
	vector_for_each (stranger, &tags->strangers) {
		struct digest digest;
		is_listed(&opaque, stranger->place);
		size_t number = stranger->place - (size_t)(opaque - tags->opaque);
		if (number < first || number >= known)
			return false;
		if (number >= end) {
			first = number;
			end = known - first < step ? known : first + step;
			if (!glance_read(tags->glance,
					 plugin->digests_at + first * DIGEST_SIZE,
					 (end - first) * DIGEST_SIZE, tags->window))
				return false;
		}
		memcpy(&digest, tags->window + (number - first) * DIGEST_SIZE,
		       sizeof(digest));
		digest_sum_add(&tags->sum, stranger->key, &digest);
	}
	return true;
}

bool quick_tags_agree(const struct glance *glance, const struct host_tags *host)
{
	SCOPED(quick_tags_deinit)
	struct quick_tags tags = {
		.glance = glance,
		.host = host,
		.host_opaque = host->opaque,
		.window = malloc(WINDOW_SIZE),
	};
	return tags.window && read_opaque(&tags) && read_keys(&tags) &&
	       sum_strangers(&tags) && tags.sum.low == glance->tags.sum.low &&
	       tags.sum.high == glance->tags.sum.high;
}
