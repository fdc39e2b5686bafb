// SPDX-License-Identifier: BSD-3-Clause
#include "notes/decode_digests.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/directory.h"
#include "notes/format.h"
#include "notes/tag_keys.h"

/* The symbols of a table that have a type; in the end, in the order of their closures. */
typedef VECTOR(struct stamp_symbol *) typed_list;

struct lists {
	typed_list provides, requires, expects;
};

static void lists_deinit(struct lists *lists)
{
	vector_deinit(&lists->provides);
	vector_deinit(&lists->requires);
	vector_deinit(&lists->expects);
}

static struct hm_error *list_typed(struct cursor *cursor, const stamp_symbols *symbols,
				   typed_list *ret)
{
	uint32_t count;
	vector_for_each (symbol, symbols)
		if (symbol->type.id != TYPE_NONE && !vector_push(ret, symbol))
			return error_nomem();
	TRY(cursor_u32(cursor, &count));
	if (count != ret->count)
		return cursor_error(cursor, "%u of %zu typed symbols", count, ret->count);
	return NULL;
}

/* Each symbol has one place: whose number comes again has none left. */
static struct hm_error *read_order(struct cursor *cursor, typed_list *required)
{
	size_t count = required->count;
	SCOPED_FREE struct stamp_symbol **ordered =
		malloc((count + 1) * sizeof(struct stamp_symbol *));
	if (!ordered)
		return error_nomem();
	for (uint32_t place = 0; place < count; place++) {
		uint32_t number;
		TRY(cursor_u32(cursor, &number));
		if (number >= count || !required->data[number])
			return cursor_error(cursor, "impossible order of symbols");
		ordered[place] = TAKE(required->data[number]);
		ordered[place]->place = place;
	}
	if (count)
		memcpy(required->data, ordered, count * sizeof(*ordered));
	return NULL;
}

static struct hm_error *read_closures(struct cursor *cursor, const typed_list *list)
{
	vector_for_each (symbol, list) {
		const uint8_t *bytes;
		TRY(cursor_bytes(cursor, DIGEST_SIZE, &bytes));
		memcpy((*symbol)->closure.bytes, bytes, DIGEST_SIZE);
	}
	return NULL;
}

static struct hm_error *read_faces(struct cursor *cursor, const typed_list *list)
{
	vector_for_each (symbol, list) {
		const uint8_t *bytes;
		TRY(cursor_bytes(cursor, DIGEST_SIZE, &bytes));
		memcpy((*symbol)->face.bytes, bytes, DIGEST_SIZE);
	}
	return NULL;
}

static struct hm_error *read_digests(struct cursor *cursor, const struct lists *lists,
				     bool faces)
{
	TRY(read_closures(cursor, &lists->provides));
	TRY(read_closures(cursor, &lists->requires));
	TRY(read_closures(cursor, &lists->expects));
	if (!faces)
		return NULL;
	TRY(read_faces(cursor, &lists->provides));
	TRY(read_faces(cursor, &lists->requires));
	return read_faces(cursor, &lists->expects);
}

static size_t digests_size(const struct lists *lists, bool faces)
{
	size_t count =
		lists->provides.count + lists->requires.count + lists->expects.count;
	return count * DIGEST_SIZE * (faces ? 2 : 1);
}

struct hm_error *decode_closures(struct cursor *cursor, struct stamp *stamp)
{
	SCOPED(lists_deinit) struct lists lists = { 0 };
	const uint8_t *digests;
	uint32_t faces;
	TRY(list_typed(cursor, &stamp->provides, &lists.provides));
	TRY(list_typed(cursor, &stamp->requires, &lists.requires));
	TRY(list_typed(cursor, &stamp->expects, &lists.expects));
	TRY(cursor_u32(cursor, &faces));
	if (faces > 1)
		return cursor_error(cursor, "%u is not whether there are faces", faces);
	/* The order stands last, where who does not need it does not read it. */
	struct cursor order = *cursor;
	TRY(cursor_bytes(&order, digests_size(&lists, faces), &digests));
	TRY(read_order(&order, &lists.requires));
	TRY(read_digests(cursor, &lists, faces));
	if (!stamp_has_closures(stamp) || stamp_has_faces(stamp) != !!faces)
		return cursor_error(cursor, "it says nothing");
	return record_end(&order);
}

struct sums {
	uint32_t count, opaque;
	struct digest_sum sum;
};

static struct hm_error *read_sums(const struct directory *directory, struct sums *ret)
{
	struct cursor cursor;
	TRY(directory_open(directory, RECORD_TAG_SUMS, &cursor));
	TRY(cursor_u32(&cursor, &ret->count));
	TRY(cursor_u32(&cursor, &ret->opaque));
	TRY(cursor_u64(&cursor, &ret->sum.low));
	TRY(cursor_u64(&cursor, &ret->sum.high));
	return record_end(&cursor);
}

static struct hm_error *expect_u32(struct cursor *cursor, uint32_t expected)
{
	uint32_t value;
	TRY(cursor_u32(cursor, &value));
	if (value != expected)
		return cursor_error(cursor, "not the keys of the stamp's tags");
	return NULL;
}

static struct hm_error *read_keys(struct cursor *cursor, const tag_keys *keys)
{
	vector_for_each (key, keys)
		TRY(expect_u32(cursor, key->key));
	vector_for_each (key, keys)
		if (key->number == TAG_KEY_OPAQUE)
			TRY(expect_u32(cursor, (uint32_t)(key - keys->data)));
	return NULL;
}

static struct hm_error *read_tag_digests(struct cursor *cursor, const tag_keys *keys,
					 struct stamp *stamp)
{
	vector_for_each (key, keys) {
		const uint8_t *bytes;
		if (key->number == TAG_KEY_OPAQUE)
			continue;
		TRY(cursor_bytes(cursor, DIGEST_SIZE, &bytes));
		memcpy(stamp->tags.data[key->number].digest.bytes, bytes, DIGEST_SIZE);
	}
	return record_end(cursor);
}

static struct hm_error *decode_keys(const struct directory *directory,
				    const tag_keys *keys, struct stamp *stamp)
{
	struct cursor cursor;
	struct sums sums;
	TRY(read_sums(directory, &sums));
	TRY(directory_open(directory, RECORD_TAG_KEYS, &cursor));
	TRY(read_keys(&cursor, keys));
	TRY(read_tag_digests(&cursor, keys, stamp));
	struct digest_sum sum = tag_keys_sum(stamp, keys);
	if (sums.count != keys->count || sums.opaque != tag_keys_opaque(keys) ||
	    sums.sum.low != sum.low || sums.sum.high != sum.high)
		return cursor_error(&cursor, "not the sums of the stamp's tags");
	return NULL;
}

static void tag_keys_deinit(tag_keys *keys)
{
	vector_deinit(keys);
}

struct hm_error *decode_tag_digests(const struct directory *directory,
				    struct stamp *stamp)
{
	SCOPED(tag_keys_deinit) tag_keys keys = { 0 };
	bool sums = directory_has(directory, RECORD_TAG_SUMS);
	bool has_keys = directory_has(directory, RECORD_TAG_KEYS);
	bool tags = stamp->tags.count;
	if (sums != tags || has_keys != tags)
		return error_new(HM_ERR_STAMP,
				 "the stamp has some records of tags without the others");
	if (!tags)
		return NULL;
	if (!tag_keys_collect(stamp, &keys))
		return error_nomem();
	return decode_keys(directory, &keys, stamp);
}
