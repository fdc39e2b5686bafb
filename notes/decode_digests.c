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

/* Held against the tags when their keys are read, in whose order the check is taken. */
struct hm_error *decode_tag_sums(struct cursor *cursor, struct stamp *stamp)
{
	struct tag_sums *sums = &stamp->tag_sums;
	uint32_t count;
	TRY(cursor_u32(cursor, &count));
	TRY(cursor_u64(cursor, &sums->check));
	TRY(cursor_u64(cursor, &sums->digests.low));
	TRY(cursor_u64(cursor, &sums->digests.high));
	if (!count || count != stamp->tags.count)
		return cursor_error(cursor, "%u of %zu tags", count, stamp->tags.count);
	return record_end(cursor);
}

static bool is_behind(struct tag_key key, struct tag_key before)
{
	return key.key > before.key ||
	       (key.key == before.key && key.number > before.number);
}

static bool sums_equal(const struct tag_sums *a, const struct tag_sums *b)
{
	return a->check == b->check && a->digests.low == b->digests.low &&
	       a->digests.high == b->digests.high;
}

/* All different, and as many as there are tags: each has its key. */
struct hm_error *decode_tag_keys(struct cursor *cursor, struct stamp *stamp)
{
	struct tag_sums sums = { 0 };
	struct tag_key before = { 0 };
	struct cursor numbers = *cursor;
	const uint8_t *keys;
	TRY(cursor_bytes(&numbers, stamp->tags.count * TAG_KEY_SIZE, &keys));
	for (size_t i = 0; i < stamp->tags.count; i++) {
		struct tag_key key;
		TRY(cursor_u32(cursor, &key.key));
		TRY(cursor_u32(&numbers, &key.number));
		if (key.number >= stamp->tags.count || (i && !is_behind(key, before)) ||
		    key.key != tag_key_of(&stamp->tags.data[key.number]))
			return cursor_error(&numbers, "not the keys of the stamp's tags");
		tag_sums_add(&sums, key.key, i, &stamp->tags.data[key.number].digest);
		before = key;
	}
	if (!sums_equal(&sums, &stamp->tag_sums))
		return cursor_error(&numbers, "not the sums of the stamp's tags");
	return record_end(&numbers);
}
