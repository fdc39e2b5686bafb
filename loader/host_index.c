// SPDX-License-Identifier: BSD-3-Clause
#include "loader/host_index.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

struct text {
	const char *bytes;
	size_t length;
};

/* All of a short text, both of its ends of a longer one: the parts overlap. */
static uint64_t first_part(struct text text)
{
	if (text.length >= 8)
		return text_load8(text.bytes);
	if (text.length >= 4)
		return text_load4(text.bytes);
	return text.length ? (unsigned char)text.bytes[0] : 0;
}

static uint64_t last_part(struct text text)
{
	const char *end = text.bytes + text.length;
	if (text.length >= 8)
		return text_load8(end - 8);
	if (text.length >= 4)
		return text_load4(end - 4);
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
		hash = mix(hash, text_load8(text.bytes + i));
	return (uint32_t)mix(hash, last_part(text));
}

static bool same_text(struct text a, struct text b)
{
	return a.length == b.length && text_same(a.bytes, b.bytes, a.length);
}

static struct host_name *find_name(const struct host_index *index, uint32_t hash,
				   struct text text)
{
	for (uint32_t at = hash;; at++) {
		struct host_name *slot = &index->names[at & index->mask];
		const struct text name = { slot->text, slot->length };
		if (!slot->text || (slot->hash == hash && same_text(name, text)))
			return slot;
	}
}

static void add_symbol(struct host_index *index, const struct stamp_symbol *symbol,
		       bool has_versions)
{
	struct text text = { symbol->name, strlen(symbol->name) };
	uint32_t hash = hash_text(text);
	struct host_name *slot = find_name(index, hash, text);
	if (slot->text)
		return;
	*slot = (struct host_name){ hash, (uint32_t)text.length, text.bytes };
	if (has_versions)
		return;
	struct host_digest entry = { symbol->closure, text.bytes, text.length };
	host_digests_add(&index->closures, &entry);
	entry.digest = symbol->face;
	host_digests_add(&index->faces, &entry);
}

/* Neighbours of one name are versions of it. */
static void add_party(struct host_index *index, const stamp_symbols *provides)
{
	for (size_t i = 0; i < provides->count; i++) {
		const struct stamp_symbol *symbol = &provides->data[i];
		const char *next = i + 1 < provides->count ? symbol[1].name : "";
		add_symbol(index, symbol,
			   symbol->version || strcmp(symbol->name, next) == 0);
	}
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
		.names = calloc(size, sizeof(*index->names)),
		.mask = (uint32_t)(size - 1),
	};
	if (!index->names || !host_digests_init(&index->closures, total) ||
	    !host_digests_init(&index->faces, total))
		return false;
	for (size_t i = 0; i < count; i++)
		add_party(index, &parties[i].stamp->provides);
	return host_tags_init(&index->tags, parties, count);
}

void host_index_deinit(struct host_index *index)
{
	free(index->names);
	host_digests_deinit(&index->closures);
	host_digests_deinit(&index->faces);
	host_tags_deinit(&index->tags);
	*index = (struct host_index){ 0 };
}

bool host_index_has(const struct host_index *index, const char *name)
{
	struct text text = { name, strlen(name) };
	return find_name(index, hash_text(text), text)->text != NULL;
}
