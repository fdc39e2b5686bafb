// SPDX-License-Identifier: BSD-3-Clause
#include "notes/tag_keys.h"

#include <zlib.h>

uint32_t tag_key_of(const struct stamp_tag *tag)
{
	uLong crc = crc32_z(crc32_z(0, NULL, 0), &tag->kind, 1);
	return (uint32_t)crc32_z(crc, (const unsigned char *)tag->tag, strlen(tag->tag));
}

static int tag_key_compare(const void *a, const void *b)
{
	const struct tag_key *left = a, *right = b;
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

bool tag_keys_collect(const struct stamp *stamp, tag_keys *ret)
{
	ret->count = 0;
	if (!vector_reserve(ret, stamp->tags.count))
		return false;
	for (size_t i = 0; i < stamp->tags.count; i++) {
		struct tag_key key = { tag_key_of(&stamp->tags.data[i]), (uint32_t)i };
		vector_push(ret, key);
	}
	if (ret->count)
		qsort(ret->data, ret->count, sizeof(*ret->data), tag_key_compare);
	return true;
}

struct tag_sums tag_keys_sum(const struct stamp *stamp, const tag_keys *keys)
{
	struct tag_sums sums = { 0 };
	for (size_t i = 0; i < keys->count; i++) {
		struct tag_key key = keys->data[i];
		tag_sums_add(&sums, key.key, i, &stamp->tags.data[key.number].digest);
	}
	return sums;
}
