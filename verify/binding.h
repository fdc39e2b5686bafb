/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_BINDING_H
#define VERIFY_BINDING_H

/*
 * Which of the definitions of a name in one file a reference gets, as the dynamic linker
 * decides it: gABI symbol versioning as glibc does it.
 */

#include "notes/stamp.h"

/* What one file provides under one name: neighbours in the sorted table. */
struct definitions {
	const struct stamp_symbol *first;
	size_t count;
};

/*
 * A walk through a sorted table: asked for names in their order it never goes back, and
 * takes time that grows with the logarithm of what it skips.
 */
struct symbol_walk {
	const struct stamp_symbol *at, *end;
	/* How many from `at` on have the name that was found last; 0 if none was. */
	size_t count;
};

struct symbol_walk symbol_walk_start(const stamp_symbols *symbols);

/* Names must be asked for in ascending order; the same name may be asked for again. */
struct definitions symbol_walk_find(struct symbol_walk *walk, const char *name);

/* The definitions of one name; for single questions. */
struct definitions definitions_find(const stamp_symbols *symbols, const char *name);

enum reference_kind {
	/* An entry of the dynamic symbol table, bound when the object is loaded. */
	REFERENCE_LINKED,
	/* A call of dlsym(): the default version. */
	REFERENCE_LOOKUP,
};

/*
 * The definition that a reference gets, or NULL. `version` is NULL where the reference
 * has none; a version is not looked at for REFERENCE_LOOKUP. A definition without version
 * serves a reference with one unless `strict`: the dynamic linker stops the program if
 * the file that verneed names has no versions at all.
 */
const struct stamp_symbol *definitions_bind(struct definitions definitions,
					    enum reference_kind kind, const char *version,
					    bool strict);

#endif
