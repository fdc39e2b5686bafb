// SPDX-License-Identifier: BSD-3-Clause
#include "notes/graph.h"

#include "base/error.h"

#include <string.h>

struct hm_error *graph_init(struct graph *graph)
{
	*graph = (struct graph){ 0 };
	struct type void_type = { .kind = TYPE_VOID };
	uint32_t id;
	return graph_add(graph, &void_type, &id);
}

void graph_deinit(struct graph *graph)
{
	vector_deinit(&graph->types);
	vector_deinit(&graph->members);
	vector_deinit(&graph->enumerators);
	vector_deinit(&graph->params);
	vector_deinit(&graph->strings);
	index_deinit(&graph->string_index);
	arena_deinit(&graph->arena);
}

struct text {
	const char *bytes;
	size_t length;
};

static bool string_matches(const void *context, uint32_t value, const void *key)
{
	const struct graph *graph = context;
	const struct text *text = key;
	const char *string = graph->strings.data[value];
	return strncmp(string, text->bytes, text->length) == 0 && !string[text->length];
}

const char *graph_string(struct graph *graph, const char *text, size_t length)
{
	struct text key = { text, length };
	uint64_t hash = hash_bytes(index_key(), text, length);
	uint32_t found =
		index_find(&graph->string_index, hash, string_matches, graph, &key);
	if (found != INDEX_NONE)
		return graph->strings.data[found];
	const char *copy = arena_copy(&graph->arena, text, length);
	if (!copy || !vector_reserve(&graph->strings, 1) ||
	    !index_add(&graph->string_index, hash, (uint32_t)graph->strings.count))
		return NULL;
	graph->strings.data[graph->strings.count++] = copy;
	return copy;
}

struct hm_error *graph_add(struct graph *graph, const struct type *type, uint32_t *ret)
{
	/* TYPE_NONE is no number of a type. */
	if (graph->types.count >= TYPE_NONE || !vector_push(&graph->types, *type))
		return error_nomem();
	*ret = (uint32_t)graph->types.count - 1;
	return NULL;
}

const char *type_kind_name(unsigned kind)
{
	static const char *const names[TYPE_KIND_COUNT] = {
		[TYPE_VOID] = "void",	      [TYPE_BASE] = "base type",
		[TYPE_POINTER] = "pointer",   [TYPE_ARRAY] = "array",
		[TYPE_VECTOR] = "vector",     [TYPE_STRUCT] = "struct",
		[TYPE_UNION] = "union",	      [TYPE_ENUM] = "enum",
		[TYPE_FUNCTION] = "function", [TYPE_CHOICE] = "choice",
	};
	return kind < TYPE_KIND_COUNT ? names[kind] : "unknown type";
}
