// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host_tags.h"

#include <stdlib.h>
#include <string.h>

struct tagged {
	uint32_t key;
	struct digest digest;
};

typedef VECTOR(struct tagged) tagged_list;

static int tagged_compare(const void *a, const void *b)
{
	const struct tagged *left = a, *right = b;
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return memcmp(&left->digest, &right->digest, sizeof(left->digest));
}

static bool list_tags(const struct party *parties, size_t count, tagged_list *ret)
{
	for (size_t i = 0; i < count; i++)
		vector_for_each (tag, &parties[i].stamp->tags) {
			struct tagged tagged = { tag_key_of(tag), tag->digest };
			if (!vector_push(ret, tagged))
				return false;
		}
	if (ret->count)
		qsort(ret->data, ret->count, sizeof(*ret->data), tagged_compare);
	return true;
}

static bool fill_tags(const tagged_list *list, struct host_tags *tags)
{
	/* One more: see quick_tags.c, which runs up to it. */
	tags->keys = malloc((list->count + 1) * sizeof(*tags->keys));
	tags->sums = malloc((list->count + 1) * sizeof(*tags->sums));
	if (!tags->keys || !tags->sums)
		return false;
	struct digest_sum sum = { 0 };
	for (size_t i = 0; i < list->count; i++) {
		if (i && tagged_compare(&list->data[i - 1], &list->data[i]) == 0)
			continue;
		tags->keys[tags->count] = list->data[i].key;
		tags->sums[tags->count++] = sum;
		digest_sum_add(&sum, &list->data[i].digest);
	}
	tags->keys[tags->count] = UINT32_MAX;
	tags->sums[tags->count] = sum;
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
	*tags = (struct host_tags){ 0 };
}
