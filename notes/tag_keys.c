// SPDX-License-Identifier: BSD-3-Clause
#include "notes/tag_keys.h"

#include <zlib.h>

uint32_t tag_key_of(uint8_t kind, const char *tag)
{
	uLong crc = crc32_z(crc32_z(0, NULL, 0), &kind, 1);
	return (uint32_t)crc32_z(crc, (const unsigned char *)tag, strlen(tag));
}

static int tag_key_compare(const void *a, const void *b)
{
	const struct tag_key *left = a, *right = b;
	if (left->key != right->key)
		return left->key < right->key ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

static bool list_keys(const struct stamp *stamp, tag_keys *ret)
{
	vector_for_each (tag, &stamp->tags) {
		struct tag_key key = { tag_key_of(tag->kind, tag->tag),
				       (uint32_t)(tag - stamp->tags.data) };
		if (!vector_push(ret, key))
			return false;
	}
	vector_for_each (type, &stamp->graph.types) {
		if (!(type->flags & TYPE_OPAQUE) || !type_is_tagged_kind(type->kind) ||
		    !type->tag)
			continue;
		struct tag_key key = { tag_key_of(type->kind, type->tag),
				       TAG_KEY_OPAQUE };
		if (!vector_push(ret, key))
			return false;
	}
	return true;
}

/* Those of bodies come first among equal keys. */
static void drop_repeated_opaque(tag_keys *keys)
{
	size_t kept = 0;
	for (size_t i = 0; i < keys->count; i++) {
		const struct tag_key *key = &keys->data[i];
		if (key->number != TAG_KEY_OPAQUE || !kept ||
		    keys->data[kept - 1].key != key->key)
			keys->data[kept++] = *key;
	}
	keys->count = kept;
}

bool tag_keys_collect(const struct stamp *stamp, tag_keys *ret)
{
	ret->count = 0;
	if (!stamp->tags.count)
		return true;
	if (!list_keys(stamp, ret))
		return false;
	qsort(ret->data, ret->count, sizeof(*ret->data), tag_key_compare);
	drop_repeated_opaque(ret);
	return true;
}

struct digest_sum tag_keys_sum(const struct stamp *stamp, const tag_keys *keys)
{
	struct digest_sum sum = { 0 };
	vector_for_each (key, keys)
		if (key->number != TAG_KEY_OPAQUE)
			digest_sum_add(&sum, key->key, &tag_key_tag(stamp, key)->digest);
	return sum;
}

uint32_t tag_keys_opaque(const tag_keys *keys)
{
	uint32_t count = 0;
	vector_for_each (key, keys)
		count += key->number == TAG_KEY_OPAQUE;
	return count;
}
