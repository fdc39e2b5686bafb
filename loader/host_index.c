// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host_index.h"

#include "notes/tag_keys.h"

#include <stdlib.h>
#include <string.h>

struct text {
	const char *bytes;
	size_t length;
};

static uint64_t load_wide(const char *bytes)
{
	uint64_t word;
	memcpy(&word, bytes, sizeof(word));
	return word;
}

static uint64_t load_narrow(const char *bytes)
{
	uint32_t word;
	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* All of a short text, both of its ends of a longer one: the parts overlap. */
static uint64_t first_part(struct text text)
{
	if (text.length >= 8)
		return load_wide(text.bytes);
	if (text.length >= 4)
		return load_narrow(text.bytes);
	return text.length ? (unsigned char)text.bytes[0] : 0;
}

static uint64_t last_part(struct text text)
{
	const char *end = text.bytes + text.length;
	if (text.length >= 8)
		return load_wide(end - 8);
	if (text.length >= 4)
		return load_narrow(end - 4);
	if (text.length < 2)
		return 0;
	return (uint64_t)(unsigned char)text.bytes[1] << 8 | (unsigned char)end[-1];
}

static uint64_t mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

static uint32_t hash_text(struct text text)
{
	uint64_t hash = mix(text.length, first_part(text));
	for (size_t i = 8; i + 8 < text.length; i += 8)
		hash = mix(hash, load_wide(text.bytes + i));
	return (uint32_t)mix(hash, last_part(text));
}

/* memcmp() without a call for what nearly all names are. */
static bool same_text(struct text a, struct text b)
{
	return a.length == b.length && first_part(a) == first_part(b) &&
	       last_part(a) == last_part(b) &&
	       (a.length <= 16 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

static struct host_slot *find_slot(const struct host_index *index, uint32_t hash,
				   struct text text)
{
	for (uint32_t at = hash;; at++) {
		struct host_slot *slot = &index->by_name[at & index->mask];
		if (!slot->number)
			return slot;
		const struct host_entry *entry = &index->entries.data[slot->number - 1];
		const struct text name = { entry->name, entry->name_length };
		if (slot->hash == hash && same_text(name, text))
			return slot;
	}
}

static bool is_zero(const struct digest *digest)
{
	static const struct digest zero = { { 0 } };
	return memcmp(digest, &zero, sizeof(zero)) == 0;
}

/* Neighbours of one name are versions of it. */
static bool add_party(struct host_index *index, const stamp_symbols *provides)
{
	for (size_t i = 0; i < provides->count; i++) {
		const struct stamp_symbol *symbol = &provides->data[i];
		bool repeated = i && strcmp(symbol[-1].name, symbol->name) == 0;
		struct text text = { symbol->name, strlen(symbol->name) };
		uint32_t hash = hash_text(text);
		struct host_slot *slot = find_slot(index, hash, text);
		if (slot->number) {
			struct host_entry *known = &index->entries.data[slot->number - 1];
			if (repeated)
				known->closure = known->face = (struct digest){ { 0 } };
			continue;
		}
		struct host_entry entry = { .name = text.bytes,
					    .name_length = text.length };
		if (!symbol->version) {
			entry.closure = symbol->closure;
			entry.face = symbol->face;
		}
		if (!vector_push(&index->entries, entry))
			return false;
		*slot = (struct host_slot){ hash, (uint32_t)index->entries.count };
	}
	return true;
}

/* Digests are as good as their own hashes. */
static uint32_t digest_hash(const struct digest *digest)
{
	uint32_t value;
	memcpy(&value, digest->bytes, sizeof(value));
	return value;
}

static void add_digest(struct host_slot *slots, uint32_t mask,
		       const struct digest *digest, size_t number)
{
	uint32_t at = digest_hash(digest);
	if (is_zero(digest))
		return;
	while (slots[at & mask].number)
		at++;
	slots[at & mask] =
		(struct host_slot){ digest_hash(digest), (uint32_t)number + 1 };
}

static void index_digests(struct host_index *index)
{
	for (size_t i = 0; i < index->entries.count; i++) {
		const struct host_entry *entry = &index->entries.data[i];
		add_digest(index->by_closure, index->mask, &entry->closure, i);
		add_digest(index->by_face, index->mask, &entry->face, i);
	}
}

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
	tags->digests = malloc((list->count + 1) * sizeof(*tags->digests));
	if (!tags->keys || !tags->digests)
		return false;
	for (size_t i = 0; i < list->count; i++) {
		if (i && tagged_compare(&list->data[i - 1], &list->data[i]) == 0)
			continue;
		tags->keys[tags->count] = list->data[i].key;
		tags->digests[tags->count++] = list->data[i].digest;
	}
	tags->keys[tags->count] = UINT32_MAX;
	return true;
}

static bool index_tags(struct host_index *index, const struct party *parties,
		       size_t count)
{
	tagged_list list = { 0 };
	bool done = list_tags(parties, count, &list) && fill_tags(&list, &index->tags);
	vector_deinit(&list);
	return done;
}

bool host_index_init(struct host_index *index, const struct party *parties, size_t count)
{
	size_t total = 0, size = 16;
	for (size_t i = 0; i < count; i++)
		total += parties[i].stamp->provides.count;
	/* At most half full. */
	while (size < 2 * total)
		size *= 2;
	*index = (struct host_index){
		.mask = (uint32_t)(size - 1),
		.by_name = calloc(size, sizeof(*index->by_name)),
		.by_closure = calloc(size, sizeof(*index->by_closure)),
		.by_face = calloc(size, sizeof(*index->by_face)),
	};
	if (!index->by_name || !index->by_closure || !index->by_face)
		return false;
	for (size_t i = 0; i < count; i++)
		if (!add_party(index, &parties[i].stamp->provides))
			return false;
	index_digests(index);
	return index_tags(index, parties, count);
}

void host_index_deinit(struct host_index *index)
{
	vector_deinit(&index->entries);
	free(index->by_name);
	free(index->by_closure);
	free(index->by_face);
	free(index->tags.keys);
	free(index->tags.digests);
	*index = (struct host_index){ 0 };
}

const struct host_entry *host_index_find(const struct host_index *index, const char *name)
{
	struct text text = { name, strlen(name) };
	const struct host_slot *slot = find_slot(index, hash_text(text), text);
	return slot->number ? &index->entries.data[slot->number - 1] : NULL;
}

static bool digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

const struct host_entry *host_index_closure(const struct host_index *index,
					    const struct digest *closure)
{
	uint32_t hash = digest_hash(closure);
	for (uint32_t at = hash;; at++) {
		const struct host_slot *slot = &index->by_closure[at & index->mask];
		if (!slot->number)
			return NULL;
		const struct host_entry *entry = &index->entries.data[slot->number - 1];
		if (slot->hash == hash && digest_equal(&entry->closure, closure))
			return entry;
	}
}

const struct host_entry *host_index_face(const struct host_index *index,
					 const struct digest *face)
{
	uint32_t hash = digest_hash(face);
	for (uint32_t at = hash;; at++) {
		const struct host_slot *slot = &index->by_face[at & index->mask];
		if (!slot->number)
			return NULL;
		const struct host_entry *entry = &index->entries.data[slot->number - 1];
		if (slot->hash == hash && digest_equal(&entry->face, face))
			return entry;
	}
}
