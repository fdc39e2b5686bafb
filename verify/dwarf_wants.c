// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_wants.h"

#include "base/error.h"

#include <gelf.h>
#include <string.h>

void want_index_deinit(struct want_index *index)
{
	vector_deinit(&index->sorted);
	index_deinit(&index->names);
	word_map_deinit(&index->addresses);
	vector_deinit(&index->next);
	vector_deinit(&index->places);
	vector_deinit(&index->best);
}

struct want_key {
	enum want_kind kind;
	const char *name;
};

static uint64_t hash_key(enum want_kind kind, const char *name)
{
	return hash_bytes(index_key() + kind, name, strlen(name));
}

static bool key_matches(const void *context, uint32_t value, const void *key)
{
	const struct want_index *index = context;
	const struct want_key *wanted = key;
	const struct dwarf_want *want = &index->wants[index->sorted.data[value]];
	return want->kind == wanted->kind && strcmp(want->name, wanted->name) == 0;
}

static int compare_wants(const void *a, const void *b, void *context)
{
	const struct dwarf_want *wants = context;
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	if (wants[left].kind != wants[right].kind)
		return wants[left].kind < wants[right].kind ? -1 : 1;
	int order = strcmp(wants[left].name, wants[right].name);
	return order ? order : (left > right) - (left < right);
}

static struct hm_error *index_names(struct want_index *index)
{
	for (uint32_t want = 0; want < index->count; want++)
		if (!vector_push(&index->sorted, want))
			return error_nomem();
	if (index->count)
		qsort_r(index->sorted.data, index->count, sizeof(uint32_t), compare_wants,
			(void *)index->wants);
	for (uint32_t at = 0; at < index->count; at++) {
		const struct dwarf_want *want = &index->wants[index->sorted.data[at]];
		struct want_key key = { want->kind, want->name };
		uint64_t hash = hash_key(want->kind, want->name);
		if (index_find(&index->names, hash, key_matches, index, &key) ==
			    INDEX_NONE &&
		    !index_add(&index->names, hash, at))
			return error_nomem();
	}
	return NULL;
}

/* What functions have in bit 0 of their symbol's value says that they are Thumb code. */
static uint64_t place_key(const struct want_index *index, uint64_t address)
{
	return index->thumb ? address & ~(uint64_t)1 : address;
}

static struct hm_error *index_addresses(struct want_index *index,
					const struct dwarf_file *file)
{
	for (size_t number = 0; number < index->count; number++) {
		const struct dwarf_want *want = &index->wants[number];
		uint64_t place = 0, key;
		if (want->kind == WANT_SYMBOL && want->defined)
			place = dwarf_file_address(file, want->section, want->address);
		if (!vector_push(&index->places, place) ||
		    !vector_push(&index->next, UINT32_MAX) ||
		    !vector_push(&index->best, RANK_NONE))
			return error_nomem();
		key = place_key(index, place);
		if (!key)
			continue;
		uint64_t *first = word_map_find(&index->addresses, key);
		if (first)
			index->next.data[number] = (uint32_t)*first;
		if (!word_map_put(&index->addresses, key, number))
			return error_nomem();
	}
	return NULL;
}

struct hm_error *want_index_init(struct want_index *index, const struct dwarf_file *file,
				 const struct dwarf_want *wants, size_t count)
{
	*index = (struct want_index){ .wants = wants, .count = count };
	index->thumb = file->machine == EM_ARM || file->machine == EM_MIPS;
	for (size_t number = 0; number < count; number++) {
		index->any_type |= wants[number].kind == WANT_TYPE;
		index->any_undefined |=
			wants[number].kind == WANT_SYMBOL && !wants[number].defined;
	}
	TRY(index_names(index));
	return index_addresses(index, file);
}

const uint32_t *want_index_name(const struct want_index *index, enum want_kind kind,
				const char *name, size_t *ret_count)
{
	struct want_key key = { kind, name };
	uint32_t first =
		index_find(&index->names, hash_key(kind, name), key_matches, index, &key);
	if (first == INDEX_NONE)
		return NULL;
	size_t end = first;
	while (end < index->count && key_matches(index, (uint32_t)end, &key))
		end++;
	*ret_count = end - first;
	return &index->sorted.data[first];
}

uint32_t want_index_address(const struct want_index *index, uint64_t address)
{
	uint64_t key = place_key(index, address);
	uint64_t *first = key ? word_map_find(&index->addresses, key) : NULL;
	return first ? (uint32_t)*first : UINT32_MAX;
}

bool want_index_is_at(const struct want_index *index, uint32_t want, uint64_t address,
		      bool function)
{
	uint64_t place = index->places.data[want];
	if (!function)
		return place == address;
	return place_key(index, place) == place_key(index, address);
}
