// SPDX-License-Identifier: BSD-3-Clause
#include "notes/stamp.h"

#include "notes/format.h"

#include <string.h>

struct hm_error *stamp_init(struct stamp *stamp)
{
	*stamp = (struct stamp){ 0 };
	struct hm_error *error = graph_init(&stamp->graph);
	if (error)
		graph_deinit(&stamp->graph);
	return error;
}

void stamp_deinit(struct stamp *stamp)
{
	vector_deinit(&stamp->policy.accept);
	vector_deinit(&stamp->toolchain.compilers);
	vector_deinit(&stamp->toolchain.options);
	vector_deinit(&stamp->provides);
	vector_deinit(&stamp->requires);
	vector_deinit(&stamp->expects);
	vector_deinit(&stamp->tags);
	vector_deinit(&stamp->origin.needed);
	graph_deinit(&stamp->graph);
	arena_deinit(&stamp->arena);
}

static int compare_versions(const char *a, const char *b)
{
	if (!a || !b)
		return !!a - !!b;
	return strcmp(a, b);
}

int stamp_symbol_compare(const void *a, const void *b)
{
	const struct stamp_symbol *first = a, *second = b;
	int names = strcmp(first->name, second->name);
	return names ? names : compare_versions(first->version, second->version);
}

const struct stamp_symbol *stamp_find(const struct stamp_symbol *symbols, size_t count,
				      const char *name, const char *version)
{
	struct stamp_symbol key = { .name = name, .version = version };
	if (!count)
		return NULL;
	return bsearch(&key, symbols, count, sizeof(key), stamp_symbol_compare);
}

int stamp_tag_compare(const void *a, const void *b)
{
	const struct stamp_tag *first = a, *second = b;
	int kinds = first->kind - second->kind;
	return kinds ? kinds : strcmp(first->tag, second->tag);
}

const struct stamp_tag *stamp_find_tag(const struct stamp *stamp, uint8_t kind,
				       const char *tag)
{
	struct stamp_tag key = { .kind = kind, .tag = tag };
	if (!stamp->tags.count)
		return NULL;
	return bsearch(&key, stamp->tags.data, stamp->tags.count, sizeof(key),
		       stamp_tag_compare);
}

static bool is_int(const struct type *type)
{
	return type->kind == TYPE_BASE && type->encoding == BASE_SIGNED &&
	       type->size == sizeof(int);
}

static enum entry_kind function_kind(const struct graph *graph, uint32_t id)
{
	if (id >= graph->types.count)
		return ENTRY_NONE;
	const struct type *function = graph_type(graph, id);
	if (function->kind != TYPE_FUNCTION || function->count ||
	    function->flags & TYPE_VARIADIC)
		return ENTRY_NONE;
	const struct type *result = graph_type(graph, function->target.id);
	if (result->kind == TYPE_VOID)
		return ENTRY_VOID;
	return is_int(result) ? ENTRY_INT : ENTRY_NONE;
}

enum entry_kind stamp_entry_kind(const struct stamp *stamp, const char *name)
{
	enum entry_kind kind = ENTRY_NONE;
	bool found = false;
	if (!name)
		return ENTRY_NONE;
	/* Of several versions all are alike, or none can be relied upon. */
	vector_for_each (symbol, &stamp->provides) {
		if (strcmp(symbol->name, name) != 0)
			continue;
		enum entry_kind one = function_kind(&stamp->graph, symbol->type.id);
		kind = !found || kind == one ? one : ENTRY_NONE;
		found = true;
	}
	return kind;
}

static bool is_known(const struct digest *digest)
{
	static const struct digest none = { { 0 } };
	return memcmp(digest, &none, sizeof(none)) != 0;
}

bool stamp_has_closures(const struct stamp *stamp)
{
	const stamp_symbols *lists[] = { &stamp->provides, &stamp->requires,
					 &stamp->expects };
	for (size_t i = 0; i < 3; i++)
		vector_for_each (symbol, lists[i])
			if (is_known(&symbol->closure))
				return true;
	return false;
}

bool stamp_has_faces(const struct stamp *stamp)
{
	const stamp_symbols *lists[] = { &stamp->provides, &stamp->requires,
					 &stamp->expects };
	for (size_t i = 0; i < 3; i++)
		vector_for_each (symbol, lists[i])
			if (is_known(&symbol->face))
				return true;
	return false;
}

const char *stamp_role_name(unsigned role)
{
	static const char *const names[ROLE_COUNT] = {
		[ROLE_PLUGIN] = "plugin",
		[ROLE_HOST] = "host",
		[ROLE_LIBRARY] = "library",
	};
	return role < ROLE_COUNT ? names[role] : "unknown role";
}

/*
 * One character of UTF-8 as RFC 3629 has it: the shortest form, no surrogates, nothing
 * above U+10FFFF. Its size, or 0 if there is none.
 */
static size_t utf8_character(const uint8_t *text, size_t length, uint32_t *ret)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t size = text[0] < 0x80	       ? 1
		      : (text[0] >> 5) == 0x6  ? 2
		      : (text[0] >> 4) == 0xe  ? 3
		      : (text[0] >> 3) == 0x1e ? 4
					       : 0;
	if (!size || size > length)
		return 0;
	uint32_t value = size == 1 ? text[0] : text[0] & (0x7f >> size);
	for (size_t i = 1; i < size; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (text[i] & 0x3f);
	}
	if (value < smallest[size] || value > 0x10ffff || (value >> 11) == 0x1b)
		return 0;
	*ret = value;
	return size;
}

bool stamp_text_is_plain(const char *text, size_t length)
{
	const uint8_t *at = (const uint8_t *)text;
	while (length) {
		uint32_t value;
		size_t size = utf8_character(at, length, &value);
		if (!size || value < ' ' || (value >= 0x7f && value < 0xa0))
			return false;
		at += size;
		length -= size;
	}
	return true;
}

bool stamp_package_is_valid(const char *name, size_t length)
{
	return length && length <= FORMAT_PACKAGE_MAX && !memchr(name, ' ', length) &&
	       stamp_text_is_plain(name, length);
}
