/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_PATH_H
#define VERIFY_PATH_H

/*
 * Paths of findings: "host_log(arg 1) -> struct config -> next -> struct config.limit".
 * A path is a chain of steps, each of which knows the one before it.
 */

#include "base/buffer.h"
#include "base/vector.h"
#include "notes/graph.h"

#define STEP_NONE UINT32_MAX

enum step_kind {
	/* The same place as the step before. */
	STEP_HERE,
	STEP_SYMBOL,
	STEP_PARAM,
	STEP_RESULT,
	/* A struct, union or enum, and a member in it. */
	STEP_TYPE,
	STEP_MEMBER,
	STEP_ELEMENT,
};

struct step {
	uint8_t kind;	  /* enum step_kind */
	uint32_t number;  /* parameter, from 1; type of the graph */
	const char *name; /* symbol, member; borrowed */
	/* Filled in by paths_add(): the step before, the path's first two, its length. */
	uint32_t previous, first, second, depth;
};

struct paths {
	const struct graph *graph; /* where STEP_TYPE looks */
	VECTOR(struct step) steps;
};

void paths_deinit(struct paths *paths);

/* Puts `step` behind `previous`; gives its number. False when memory runs out. */
bool paths_add(struct paths *paths, uint32_t previous, struct step step, uint32_t *ret);

/*
 * The path that ends at step `last`, and at `member` if that is not NULL; with a NUL.
 * `ret_place` is where the last tagged type on it stands, 0 if there is none.
 */
void paths_text(const struct paths *paths, uint32_t last, const char *member,
		struct buffer *ret, size_t *ret_place);

/*
 * The '.' in front of the member, in the text of a path from a type on; NULL if there is
 * none. The "..." of "struct {...}" is part of the type.
 */
const char *path_member(const char *owner);

#endif
