// SPDX-License-Identifier: BSD-3-Clause
#include "verify/binding.h"

#include <string.h>

struct symbol_walk symbol_walk_start(const stamp_symbols *symbols)
{
	struct symbol_walk walk = { symbols->data, symbols->data, 0 };
	if (symbols->count)
		walk.end += symbols->count;
	return walk;
}

/*
 * Goes to the first symbol that is not before the name; `walk->at` is before it. Returns
 * how that one compares, 1 for none. Steps double until they lead too far: neighbours are
 * found at once, distant ones in logarithmic time.
 */
static int walk_skip(struct symbol_walk *walk, const char *name)
{
	size_t step = 1, low = 0, high = (size_t)(walk->end - walk->at);
	int order = 1, order_high = 1;
	while (low + step < high) {
		order = strcmp(walk->at[low + step].name, name);
		if (order >= 0)
			break;
		low += step;
		step *= 2;
	}
	if (low + step < high) {
		high = low + step;
		order_high = order;
	}
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		order = strcmp(walk->at[middle].name, name);
		if (order < 0) {
			low = middle;
		} else {
			high = middle;
			order_high = order;
		}
	}
	walk->at += high;
	return order_high;
}

static size_t count_more(const struct symbol_walk *walk, const char *name)
{
	size_t count = 1, left = (size_t)(walk->end - walk->at);
	while (count < left && strcmp(walk->at[count].name, name) == 0)
		count++;
	return count;
}

struct definitions symbol_walk_find(struct symbol_walk *walk, const char *name)
{
	if (walk->at == walk->end)
		return (struct definitions){ walk->at, 0 };
	int order = strcmp(walk->at->name, name);
	if (order == 0 && walk->count)
		return (struct definitions){ walk->at, walk->count };
	if (order < 0)
		order = walk_skip(walk, name);
	walk->count = order == 0 ? count_more(walk, name) : 0;
	return (struct definitions){ walk->at, walk->count };
}

struct definitions definitions_find(const stamp_symbols *symbols, const char *name)
{
	struct symbol_walk walk = symbol_walk_start(symbols);
	return symbol_walk_find(&walk, name);
}

/* A definition without version stands first in the sorted table. */
static const struct stamp_symbol *unversioned(struct definitions definitions)
{
	if (definitions.count && !definitions.first->version)
		return definitions.first;
	return NULL;
}

/* The one that is not hidden. Two of them are ambiguous, and nobody gets either. */
static const struct stamp_symbol *bind_default(struct definitions definitions)
{
	const struct stamp_symbol *found = NULL;
	for (size_t i = 0; i < definitions.count; i++) {
		const struct stamp_symbol *symbol = &definitions.first[i];
		if (!(symbol->flags & SYMBOL_DEFAULT))
			continue;
		if (found)
			return NULL;
		found = symbol;
	}
	return found;
}

static const struct stamp_symbol *bind_first_node(struct definitions definitions)
{
	for (size_t i = 0; i < definitions.count; i++)
		if (definitions.first[i].flags & SYMBOL_FIRST)
			return &definitions.first[i];
	return NULL;
}

static const struct stamp_symbol *bind_version(struct definitions definitions,
					       const char *version, bool strict)
{
	for (size_t i = 0; i < definitions.count; i++) {
		const char *defined = definitions.first[i].version;
		if (defined && strcmp(defined, version) == 0)
			return &definitions.first[i];
	}
	return strict ? NULL : unversioned(definitions);
}

const struct stamp_symbol *definitions_bind(struct definitions definitions,
					    enum reference_kind kind, const char *version,
					    bool strict)
{
	if (kind == REFERENCE_LINKED && version)
		return bind_version(definitions, version, strict);
	const struct stamp_symbol *found = unversioned(definitions);
	if (!found && kind == REFERENCE_LINKED)
		found = bind_first_node(definitions);
	return found ? found : bind_default(definitions);
}
