// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_bodies.h"

void body_table_deinit(struct body_table *table)
{
	vector_deinit(&table->list);
	vector_deinit(&table->members);
	vector_deinit(&table->enumerators);
	index_deinit(&table->index);
}

static uint64_t pack_ref(struct type_ref ref)
{
	return (uint64_t)ref.id << 16 | (uint64_t)ref.quals << 8 | ref.align;
}

static uint64_t hash_parts(const struct type_parts *parts)
{
	const struct type *type = &parts->type;
	uint64_t hash = hash_word(index_key() ^ (uintptr_t)type->tag, type->size);
	hash = hash_word(hash, (uint64_t)type->kind << 16 | (uint64_t)type->flags << 8 |
				       type->align);
	hash = hash_word(hash, parts->count);
	for (size_t i = 0; i < parts->count; i++) {
		if (parts->members) {
			const struct member *member = &parts->members[i];
			hash = hash_word(hash, (uintptr_t)member->name);
			hash = hash_word(hash, member->offset_bits |
						       (uint64_t)member->size_bits << 48);
			hash = hash_word(hash, pack_ref(member->type));
		} else {
			hash = hash_word(hash, (uintptr_t)parts->enumerators[i].name);
			hash = hash_word(hash, (uint64_t)parts->enumerators[i].value);
		}
	}
	return hash_mix(0, hash);
}

static bool same_member(const struct member *a, const struct member *b)
{
	return a->name == b->name && a->offset_bits == b->offset_bits &&
	       a->size_bits == b->size_bits && pack_ref(a->type) == pack_ref(b->type);
}

static bool body_matches(const void *context, uint32_t value, const void *key)
{
	const struct body_table *table = context;
	const struct type_parts *parts = key;
	const struct known_body *body = &table->list.data[value];
	const struct type *have = &body->type, *want = &parts->type;
	if (have->kind != want->kind || have->flags != want->flags ||
	    have->align != want->align || have->size != want->size ||
	    have->tag != want->tag || body->count != parts->count)
		return false;
	for (size_t i = 0; i < parts->count; i++) {
		size_t at = body->first + i;
		if (parts->members) {
			if (!same_member(&table->members.data[at], &parts->members[i]))
				return false;
		} else if (table->enumerators.data[at].name !=
				   parts->enumerators[i].name ||
			   table->enumerators.data[at].value !=
				   parts->enumerators[i].value) {
			return false;
		}
	}
	return true;
}

uint32_t body_table_find(const struct body_table *table, const struct type_parts *parts,
			 uint64_t *ret_hash)
{
	*ret_hash = hash_parts(parts);
	uint32_t found = index_find(&table->index, *ret_hash, body_matches, table, parts);
	return found == INDEX_NONE ? TYPE_NONE : table->list.data[found].id;
}

bool body_table_add(struct body_table *table, const struct type_parts *parts,
		    uint64_t hash, uint32_t id)
{
	struct known_body body = { .type = parts->type,
				   .count = (uint32_t)parts->count,
				   .id = id };
	body.first = (uint32_t)(parts->members ? table->members.count
					       : table->enumerators.count);
	for (size_t i = 0; i < parts->count; i++)
		if (parts->members
			    ? !vector_push(&table->members, parts->members[i])
			    : !vector_push(&table->enumerators, parts->enumerators[i]))
			return false;
	if (!index_add(&table->index, hash, (uint32_t)table->list.count))
		return false;
	return vector_push(&table->list, body);
}
