// SPDX-License-Identifier: BSD-3-Clause
#include "verify/dwarf_complete.h"

#include "base/buffer.h"
#include "base/error.h"
#include "base/index.h"
#include "base/scope.h"

#include <string.h>

/* Namespaces within each other; as in verify/dwarf_scope.c. */
#define DEPTH_MAX 64

struct completion {
	struct type_builder *builder;
	/* Opaque nodes that no unit had a body for. */
	VECTOR(uint32_t) tags;
	struct index by_name;
	/* Names in debug sections that are none of them, by address. */
	struct word_map others;
	/* "a::b::" while the walk is in b. */
	struct buffer prefix;
	/* What is walked, and whose source file and draft unit it belongs to. */
	struct dwarf_unit *unit;
	bool entered;
};

static void completion_deinit(struct completion *completion)
{
	vector_deinit(&completion->tags);
	index_deinit(&completion->by_name);
	word_map_deinit(&completion->others);
	buffer_deinit(&completion->prefix);
}

struct tag_key {
	uint8_t kind;
	const char *prefix, *name;
	size_t prefix_length;
};

static uint64_t hash_tag(const struct tag_key *key)
{
	/* The hash must not depend on where the prefix ends. */
	uint64_t hash = index_key() ^ key->kind;
	for (size_t i = 0; i < key->prefix_length; i++)
		hash = (hash ^ (uint8_t)key->prefix[i]) * 0x100000001b3u;
	for (const char *at = key->name; *at; at++)
		hash = (hash ^ (uint8_t)*at) * 0x100000001b3u;
	return hash_mix(0, hash);
}

static bool tag_matches(const void *context, uint32_t value, const void *key)
{
	const struct completion *completion = context;
	const struct tag_key *wanted = key;
	const struct type *type =
		graph_type(completion->builder->graph, completion->tags.data[value]);
	return type->kind == wanted->kind &&
	       strncmp(type->tag, wanted->prefix, wanted->prefix_length) == 0 &&
	       strcmp(type->tag + wanted->prefix_length, wanted->name) == 0;
}

/* Takes over the tags that came up since the last round. */
static struct hm_error *list_tags(struct completion *completion, bool *ret_more)
{
	struct type_builder *builder = completion->builder;
	size_t before = completion->tags.count;
	vector_for_each (slot, &builder->lacking.used) {
		const struct word_slot *lacking = &builder->lacking.slots[*slot];
		uint32_t tag = (uint32_t)lacking->key;
		const struct type *type = graph_type(builder->graph, tag);
		struct tag_key key = { .kind = type->kind,
				       .prefix = "",
				       .name = type->tag };
		uint64_t hash = hash_tag(&key);
		if (word_map_find(&builder->shared, tag) ||
		    index_find(&completion->by_name, hash, tag_matches, completion,
			       &key) != INDEX_NONE)
			continue;
		if (!index_add(&completion->by_name, hash,
			       (uint32_t)completion->tags.count) ||
		    !vector_push(&completion->tags, tag))
			return error_nomem();
	}
	*ret_more = completion->tags.count > before;
	return NULL;
}

/* Three kinds share a name, but hardly ever. */
static uint64_t other_key(enum type_kind kind, const char *name)
{
	return word_of_pointer(name) * 4 + (kind - TYPE_STRUCT);
}

/* The opaque node that a name in the scope at hand is for, or TYPE_NONE. */
static struct hm_error *find_tag(struct completion *completion, enum type_kind kind,
				 const char *name, uint32_t *ret)
{
	bool global = completion->prefix.size == 0;
	*ret = TYPE_NONE;
	if (global && word_map_find(&completion->others, other_key(kind, name)))
		return NULL;
	struct tag_key key = { .kind = (uint8_t)kind,
			       .prefix = (const char *)completion->prefix.data,
			       .name = name,
			       .prefix_length = completion->prefix.size };
	if (global)
		key.prefix = "";
	uint32_t found = index_find(&completion->by_name, hash_tag(&key), tag_matches,
				    completion, &key);
	if (found != INDEX_NONE)
		*ret = completion->tags.data[found];
	else if (global && !word_map_put(&completion->others, other_key(kind, name), 0))
		return error_nomem();
	return NULL;
}

static struct hm_error *complete_tag(struct completion *completion, Dwarf_Die *die,
				     int dwarf_tag, struct die_attrs *attrs)
{
	struct type_builder *builder = completion->builder;
	uint32_t tag;
	bool header;
	const char *name = die_string(attrs, DIE_NAME);
	if (!name || die_flag(attrs, DIE_DECLARATION))
		return NULL;
	TRY(find_tag(completion, type_kind_of_tag(dwarf_tag), name, &tag));
	if (tag == TYPE_NONE)
		return NULL;
	if (!completion->entered)
		TRY(type_builder_enter(builder, completion->unit));
	completion->entered = true;
	/* Another unit's own business. */
	TRY(type_in_header(builder, die, attrs, &header));
	if (!header)
		return NULL;
	uint32_t number;
	return type_of_tag(builder, die, dwarf_tag, attrs, &number);
}

static struct hm_error *walk_unit(struct completion *completion, Dwarf_Die *parent,
				  unsigned depth);

static struct hm_error *walk_scope(struct completion *completion, Dwarf_Die *die,
				   struct die_attrs *attrs, unsigned depth)
{
	size_t length = completion->prefix.size;
	const char *name = die_text(attrs, DIE_NAME);
	if (!name)
		name = "(anonymous)";
	buffer_bytes(&completion->prefix, name, strlen(name));
	buffer_bytes(&completion->prefix, "::", 2);
	if (completion->prefix.failed)
		return error_nomem();
	TRY(walk_unit(completion, die, depth + 1));
	completion->prefix.size = length;
	return NULL;
}

static bool wanted_in_scope(int tag, uint64_t present)
{
	return die_is_namespace(tag) ||
	       (type_kind_of_tag(tag) != TYPE_VOID && present >> DIE_NAME & 1);
}

static struct hm_error *walk_unit(struct completion *completion, Dwarf_Die *parent,
				  unsigned depth)
{
	struct die_walk walk;
	struct die_attrs attrs;
	Dwarf_Die die;
	int tag;
	if (depth > DEPTH_MAX)
		return die_too_deep(parent, "scopes within each other", DEPTH_MAX);
	TRY(die_walk_start(&completion->builder->units->decoder, parent, wanted_in_scope,
			   &walk));
	for (;;) {
		TRY(die_walk_next(&walk, &die, &tag, &attrs));
		if (!die.addr)
			return NULL;
		if (type_kind_of_tag(tag) != TYPE_VOID)
			TRY(complete_tag(completion, &die, tag, &attrs));
		else if (die_is_namespace(tag))
			TRY(walk_scope(completion, &die, &attrs, depth));
	}
}

/* Walks a unit, as part of the view of another one or of its own. */
static struct hm_error *complete_unit(struct completion *completion, Dwarf_Die *root,
				      struct dwarf_unit *unit)
{
	completion->unit = unit;
	completion->entered = false;
	completion->prefix.size = 0;
	TRY(walk_unit(completion, root, 0));
	return completion->entered ? type_builder_leave(completion->builder) : NULL;
}

/* Type units that nothing refers to by chance may hold the body that is looked for. */
static struct hm_error *complete_type_units(struct completion *completion, Dwarf *dwarf)
{
	struct dwarf_units *units = completion->builder->units;
	Dwarf_CU *cu = NULL;
	Dwarf_Die die;
	uint8_t kind;
	while (dwarf_get_units(dwarf, cu, &cu, NULL, &kind, &die, NULL) == 0) {
		struct dwarf_unit *unit;
		if (kind != DW_UT_type && kind != DW_UT_split_type)
			continue;
		TRY(dwarf_units_find(units, cu, &unit));
		TRY(complete_unit(completion, &die,
				  unit->line_owner ? unit->line_owner : unit));
	}
	return NULL;
}

static struct hm_error *round_of(struct completion *completion)
{
	struct type_builder *builder = completion->builder;
	struct dwarf_splits *splits = builder->splits;
	word_map_clear(&completion->others);
	/* Units that come up while types are read have been walked where they belong. */
	size_t count = builder->units->list.count;
	for (size_t i = 0; i < count; i++) {
		struct dwarf_unit *unit = builder->units->list.data[i];
		if (unit->kind != UNIT_TYPE && !language_is_assembler(unit->language))
			TRY(complete_unit(completion, &unit->die, unit));
	}
	TRY(complete_type_units(completion, splits->file->main.dwarf));
	for (size_t i = 0; i < splits->handles.count; i++)
		TRY(complete_type_units(completion, splits->handles.data[i].dwarf));
	return NULL;
}

struct hm_error *dwarf_complete(struct type_builder *builder)
{
	SCOPED(completion_deinit) struct completion completion = { .builder = builder };
	for (;;) {
		bool more = false;
		TRY(list_tags(&completion, &more));
		if (!more)
			return NULL;
		TRY(round_of(&completion));
	}
}
