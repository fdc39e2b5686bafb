// SPDX-License-Identifier: BSD-3-Clause
#include "notes/decode_symbols.h"

#include "base/error.h"
#include "base/scope.h"
#include "notes/directory.h"
#include "notes/format.h"

#include <string.h>

#define SYMBOL_FLAGS                                                        \
	(SYMBOL_WEAK | SYMBOL_NORETURN | SYMBOL_OPTIONAL | SYMBOL_DEFAULT | \
	 SYMBOL_INTERPOSABLE | SYMBOL_OUTSIDE | SYMBOL_RETICENT | SYMBOL_FIRST)

/* The strings at the end of a table, which stand in the order of their use. */
struct texts {
	const char *start;
	size_t size, used;
};

/* Takes all that is left of the record. */
static struct hm_error *texts_init(struct cursor *cursor, struct arena *arena,
				   struct texts *ret)
{
	const uint8_t *bytes;
	struct texts texts = { .size = cursor_left(cursor) };
	TRY(cursor_bytes(cursor, texts.size, &bytes));
	texts.start = arena_copy(arena, (const char *)bytes, texts.size);
	if (!texts.start)
		return error_nomem();
	*ret = texts;
	return NULL;
}

/* The next string must be where the entry says it is. */
static struct hm_error *texts_next(const struct cursor *cursor, struct texts *texts,
				   uint32_t offset, const char **ret)
{
	const char *text = texts->start + texts->used;
	size_t left = texts->size - texts->used, length = strnlen(text, left);
	if (offset != texts->used || length == 0 || length == left)
		return cursor_error(cursor, "no string where one should be");
	texts->used += length + 1;
	*ret = text;
	return NULL;
}

static struct hm_error *texts_end(const struct cursor *cursor, const struct texts *texts)
{
	struct cursor rest = *cursor;
	rest.at = cursor->end - (texts->size - texts->used);
	return record_end(&rest);
}

/* The versions behind the names: sorted, each used, each once. */
struct version {
	const char *name;
	uint32_t offset;
	bool used;
};

struct versions {
	VECTOR(struct version) list;
};

static void versions_deinit(struct versions *versions)
{
	vector_deinit(&versions->list);
}

static struct hm_error *versions_init(const struct cursor *cursor, struct texts *texts,
				      struct versions *versions)
{
	const char *last = NULL;
	/* Versions are not empty: a zero byte is padding. */
	while (texts->used < texts->size && texts->start[texts->used]) {
		struct version version = { .offset = (uint32_t)texts->used };
		TRY(texts_next(cursor, texts, version.offset, &version.name));
		if (last && strcmp(last, version.name) >= 0)
			return cursor_error(cursor, "versions are not sorted");
		if (!vector_push(&versions->list, version))
			return error_nomem();
		last = version.name;
	}
	return NULL;
}

static int compare_offset(const void *key, const void *element)
{
	uint32_t offset = *(const uint32_t *)key;
	const struct version *version = element;
	return (offset > version->offset) - (offset < version->offset);
}

static struct hm_error *versions_find(const struct cursor *cursor,
				      struct versions *versions, uint32_t offset,
				      const char **ret)
{
	struct version *found = NULL;
	if (versions->list.count)
		found = bsearch(&offset, versions->list.data, versions->list.count,
				sizeof(*found), compare_offset);
	if (!found)
		return cursor_error(cursor, "no version at %u", offset);
	found->used = true;
	*ret = found->name;
	return NULL;
}

static struct hm_error *versions_end(const struct cursor *cursor,
				     const struct versions *versions)
{
	vector_for_each (version, &versions->list)
		if (!version->used)
			return cursor_error(cursor, "a version is not used");
	return NULL;
}

struct entry {
	uint32_t name, version;
	struct stamp_symbol symbol;
};

static struct hm_error *read_entry(struct cursor *cursor, struct entry *ret)
{
	struct stamp_symbol *symbol = &ret->symbol;
	uint32_t type;
	*symbol = (struct stamp_symbol){ 0 };
	TRY(cursor_u32(cursor, &ret->name));
	TRY(cursor_u32(cursor, &ret->version));
	TRY(cursor_u32(cursor, &type));
	TRY(cursor_u8(cursor, &symbol->kind));
	TRY(cursor_u8(cursor, &symbol->flags));
	TRY(cursor_u8(cursor, &symbol->type.quals));
	TRY(cursor_u8(cursor, &symbol->type.align));
	symbol->type.id = type ? type - 1 : TYPE_NONE;
	if (symbol->kind >= SYMBOL_KIND_COUNT || symbol->flags & ~SYMBOL_FLAGS ||
	    symbol->type.quals & ~EDGE_QUALS || symbol->type.align > FORMAT_ALIGN_MAX)
		return cursor_error(cursor, "impossible symbol");
	if (!type && (symbol->type.quals || symbol->type.align))
		return cursor_error(cursor, "qualifiers without a type");
	return NULL;
}

/* An entry has its own name, or that of the one before it and a later version. */
static struct hm_error *entry_name(const struct cursor *cursor, struct texts *texts,
				   const stamp_symbols *symbols, uint32_t *last,
				   struct entry *entry)
{
	const struct stamp_symbol *before =
		symbols->count ? &symbols->data[symbols->count - 1] : NULL;
	if (before && entry->name == *last) {
		entry->symbol.name = before->name;
		return NULL;
	}
	TRY(texts_next(cursor, texts, entry->name, &entry->symbol.name));
	if (before && strcmp(before->name, entry->symbol.name) >= 0)
		return cursor_error(cursor, "symbols are not sorted");
	*last = entry->name;
	return NULL;
}

/* Versions can be told only when all names have been passed. */
static struct hm_error *read_versions(const struct cursor *cursor, struct cursor *entries,
				      struct texts *texts, stamp_symbols *symbols)
{
	SCOPED(versions_deinit) struct versions versions = { 0 };
	TRY(versions_init(cursor, texts, &versions));
	for (size_t i = 0; i < symbols->count; i++) {
		struct stamp_symbol *symbol = &symbols->data[i];
		struct entry entry;
		TRY(read_entry(entries, &entry));
		if (entry.version)
			TRY(versions_find(cursor, &versions, entry.version,
					  &symbol->version));
		if (i && stamp_symbol_compare(symbol - 1, symbol) >= 0)
			return cursor_error(entries, "symbols are not sorted");
	}
	return versions_end(cursor, &versions);
}

static struct hm_error *read_symbols(struct cursor *entries, struct texts *texts,
				     uint32_t count, stamp_symbols *symbols)
{
	struct cursor again = *entries;
	uint32_t last = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct entry entry;
		TRY(read_entry(entries, &entry));
		TRY(entry_name(entries, texts, symbols, &last, &entry));
		symbols->data[symbols->count++] = entry.symbol;
	}
	return read_versions(entries, &again, texts, symbols);
}

static struct hm_error *read_digests(struct cursor *cursor, stamp_symbols *symbols)
{
	vector_for_each (symbol, symbols) {
		const uint8_t *bytes;
		if (symbol->type.id == TYPE_NONE)
			continue;
		TRY(cursor_bytes(cursor, DIGEST_SIZE, &bytes));
		memcpy(symbol->digest.bytes, bytes, DIGEST_SIZE);
	}
	return NULL;
}

/* How many digests follow the entries. */
static struct hm_error *count_typed(const struct cursor *entries, uint32_t count,
				    size_t *ret)
{
	struct cursor cursor = *entries;
	size_t typed = 0;
	for (uint32_t i = 0; i < count; i++) {
		struct entry entry;
		TRY(read_entry(&cursor, &entry));
		typed += entry.symbol.type.id != TYPE_NONE;
	}
	*ret = typed;
	return NULL;
}

/* Reserves room for `count` elements that take `size` bytes each in the file. */
static struct hm_error *check_count(const struct cursor *cursor, uint64_t count,
				    size_t size)
{
	if (count > cursor_left(cursor) / size)
		return cursor_error(cursor, "%llu entries cannot fit into %zu bytes",
				    (unsigned long long)count, cursor_left(cursor));
	return NULL;
}

struct hm_error *decode_symbols(struct cursor *cursor, struct arena *arena,
				stamp_symbols *ret)
{
	uint32_t count;
	size_t typed;
	const uint8_t *bytes;
	struct texts texts = { 0 };
	TRY(cursor_u32(cursor, &count));
	TRY(check_count(cursor, count, SYMBOL_ENTRY_SIZE));
	if (!count)
		return cursor_error(cursor, "an empty table has no record");
	if (!vector_reserve(ret, count))
		return error_nomem();
	struct cursor entries = *cursor;
	TRY(count_typed(&entries, count, &typed));
	TRY(cursor_bytes(cursor, (size_t)count * SYMBOL_ENTRY_SIZE, &bytes));
	struct cursor digests = *cursor;
	TRY(check_count(cursor, typed, DIGEST_SIZE));
	TRY(cursor_bytes(cursor, typed * DIGEST_SIZE, &bytes));
	TRY(texts_init(cursor, arena, &texts));
	TRY(read_symbols(&entries, &texts, count, ret));
	TRY(read_digests(&digests, ret));
	return texts_end(cursor, &texts);
}

static struct hm_error *read_tag(struct cursor *cursor, struct texts *texts,
				 const struct stamp_tag *before, struct stamp_tag *ret)
{
	uint32_t name;
	TRY(cursor_u32(cursor, &name));
	TRY(cursor_u32(cursor, &ret->type));
	TRY(texts_next(cursor, texts, name, &ret->tag));
	if (before && before->kind == ret->kind && strcmp(before->tag, ret->tag) >= 0)
		return cursor_error(cursor, "tags are not sorted");
	return NULL;
}

struct hm_error *decode_tags(struct cursor *cursor, struct stamp *stamp)
{
	static const uint8_t kinds[] = { TYPE_STRUCT, TYPE_UNION, TYPE_ENUM };
	uint32_t counts[3];
	uint64_t total = 0;
	const uint8_t *bytes;
	struct texts texts = { 0 };
	for (size_t i = 0; i < 3; i++) {
		TRY(cursor_u32(cursor, &counts[i]));
		total += counts[i];
	}
	TRY(check_count(cursor, total, TAG_ENTRY_SIZE));
	if (!total)
		return cursor_error(cursor, "an empty table has no record");
	if (!vector_reserve(&stamp->tags, total))
		return error_nomem();
	struct cursor entries = *cursor;
	TRY(cursor_bytes(cursor, (size_t)total * TAG_ENTRY_SIZE, &bytes));
	TRY(texts_init(cursor, &stamp->arena, &texts));
	for (size_t i = 0; i < 3; i++) {
		for (uint32_t j = 0; j < counts[i]; j++) {
			struct stamp_tag *tag = &stamp->tags.data[stamp->tags.count];
			tag->kind = kinds[i];
			TRY(read_tag(&entries, &texts, stamp->tags.count ? tag - 1 : NULL,
				     tag));
			stamp->tags.count++;
		}
	}
	return texts_end(cursor, &texts);
}
