// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host_tags.h"

#include <stdlib.h>
#include <string.h>

struct tagged {
	uint32_t key;
	bool opaque;
	struct digest digest; /* all zero if opaque */
};

typedef VECTOR(struct tagged) tagged_list;

/* Those with a body first. */
static int tagged_compare(const void *a, const void *b)
{
	const struct tagged *left = a, *right = b;
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	if (left->opaque != right->opaque)
		return left->opaque - right->opaque;
	return memcmp(&left->digest, &right->digest, sizeof(left->digest));
}

static bool list_party(const struct stamp *stamp, tag_keys *keys, tagged_list *ret)
{
	if (!tag_keys_collect(stamp, keys))
		return false;
	vector_for_each (key, keys) {
		struct tagged tagged = { .key = key->key, .opaque = true };
		if (key->number != TAG_KEY_OPAQUE) {
			tagged.opaque = false;
			tagged.digest = tag_key_tag(stamp, key)->digest;
		}
		if (!vector_push(ret, tagged))
			return false;
	}
	return true;
}

static bool list_tags(const struct party *parties, size_t count, tagged_list *ret)
{
	tag_keys keys = { 0 };
	bool done = true;
	for (size_t i = 0; i < count && done; i++)
		done = list_party(parties[i].stamp, &keys, ret);
	vector_deinit(&keys);
	if (ret->count)
		qsort(ret->data, ret->count, sizeof(*ret->data), tagged_compare);
	return done;
}

/* The same once more, or opaque beside one that is not. */
static bool says_nothing(const struct tagged *tagged, const struct tagged *before)
{
	return tagged->key == before->key &&
	       (tagged->opaque || tagged_compare(tagged, before) == 0);
}

static bool fill_tags(const tagged_list *list, struct host_tags *tags)
{
	tags->keys = malloc((list->count + 1) * sizeof(*tags->keys));
	tags->sums = malloc((list->count + 1) * sizeof(*tags->sums));
	tags->opaque = malloc((list->count + 1) * sizeof(*tags->opaque));
	if (!tags->keys || !tags->sums || !tags->opaque)
		return false;
	struct digest_sum sum = { 0 };
	size_t opaque = 0;
	for (size_t i = 0; i < list->count; i++) {
		const struct tagged *tagged = &list->data[i];
		if (i && says_nothing(tagged, tagged - 1))
			continue;
		if (tagged->opaque)
			tags->opaque[opaque++] = (uint32_t)tags->count;
		tags->keys[tags->count] = htole32(tagged->key);
		tags->sums[tags->count++] = sum;
		digest_sum_add(&sum, tagged->key, &tagged->digest);
	}
	/* See quick_tags.c, which runs up to these. */
	tags->keys[tags->count] = UINT32_MAX;
	tags->sums[tags->count] = sum;
	tags->opaque[opaque] = UINT32_MAX;
	return true;
}

bool host_tags_init(struct host_tags *tags, const struct party *parties, size_t count)
{
	tagged_list list = { 0 };
	*tags = (struct host_tags){ 0 };
	bool done = list_tags(parties, count, &list) && fill_tags(&list, tags);
	vector_deinit(&list);
	return done;
}

void host_tags_deinit(struct host_tags *tags)
{
	free(tags->keys);
	free(tags->sums);
	free(tags->opaque);
	*tags = (struct host_tags){ 0 };
}
