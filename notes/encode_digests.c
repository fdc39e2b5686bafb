// SPDX-License-Identifier: BSD-3-Clause
#include "notes/encode_digests.h"

#include "base/error.h"
#include "base/scope.h"

/* A symbol that has a type: its number among those of its table. */
struct typed {
	const struct stamp_symbol *symbol;
	uint32_t number;
};

typedef VECTOR(struct typed) typed_list;

static int place_compare(const void *a, const void *b)
{
	const struct typed *left = a, *right = b;
	if (left->symbol->place != right->symbol->place)
		return left->symbol->place < right->symbol->place ? -1 : 1;
	return (left->number > right->number) - (left->number < right->number);
}

static bool list_typed(const stamp_symbols *symbols, typed_list *ret)
{
	vector_for_each (symbol, symbols) {
		struct typed typed = { symbol, (uint32_t)ret->count };
		if (symbol->type.id != TYPE_NONE && !vector_push(ret, typed))
			return false;
	}
	return true;
}

struct lists {
	typed_list provides, requires, expects;
};

static void lists_deinit(struct lists *lists)
{
	vector_deinit(&lists->provides);
	vector_deinit(&lists->requires);
	vector_deinit(&lists->expects);
}

static void put_closures(const typed_list *list, struct buffer *ret)
{
	vector_for_each (typed, list)
		buffer_bytes(ret, typed->symbol->closure.bytes, DIGEST_SIZE);
}

static void put_faces(const typed_list *list, struct buffer *ret)
{
	vector_for_each (typed, list)
		buffer_bytes(ret, typed->symbol->face.bytes, DIGEST_SIZE);
}

static void put_lists(const struct lists *lists, bool faces, struct buffer *ret)
{
	buffer_u32(ret, (uint32_t)lists->provides.count);
	buffer_u32(ret, (uint32_t)lists->requires.count);
	buffer_u32(ret, (uint32_t)lists->expects.count);
	buffer_u32(ret, faces);
	put_closures(&lists->provides, ret);
	put_closures(&lists->requires, ret);
	put_closures(&lists->expects, ret);
	if (faces) {
		put_faces(&lists->provides, ret);
		put_faces(&lists->requires, ret);
		put_faces(&lists->expects, ret);
	}
	vector_for_each (typed, &lists->requires)
		buffer_u32(ret, typed->number);
}

static bool collect(const struct stamp *stamp, struct lists *lists)
{
	typed_list *requires = &lists->requires;
	if (!list_typed(&stamp->provides, &lists->provides) ||
	    !list_typed(&stamp->requires, requires) ||
	    !list_typed(&stamp->expects, &lists->expects))
		return false;
	if (requires->count)
		qsort(requires->data, requires->count, sizeof(*requires->data),
		      place_compare);
	return true;
}

struct hm_error *encode_closures(const struct stamp *stamp, struct buffer *ret)
{
	SCOPED(lists_deinit) struct lists lists = { 0 };
	if (!collect(stamp, &lists))
		return error_nomem();
	put_lists(&lists, stamp_has_faces(stamp), ret);
	return NULL;
}

void encode_tag_sums(const struct stamp *stamp, const tag_keys *keys, struct buffer *ret)
{
	struct digest_sum sum = tag_keys_sum(stamp, keys);
	buffer_u32(ret, (uint32_t)keys->count);
	buffer_u32(ret, tag_keys_opaque(keys));
	buffer_u64(ret, sum.low);
	buffer_u64(ret, sum.high);
}

void encode_tag_keys(const struct stamp *stamp, const tag_keys *keys, struct buffer *ret)
{
	vector_for_each (key, keys)
		buffer_u32(ret, key->key);
	vector_for_each (key, keys)
		if (key->number == TAG_KEY_OPAQUE)
			buffer_u32(ret, (uint32_t)(key - keys->data));
	vector_for_each (key, keys)
		if (key->number != TAG_KEY_OPAQUE)
			buffer_bytes(ret, tag_key_tag(stamp, key)->digest.bytes,
				     DIGEST_SIZE);
}
