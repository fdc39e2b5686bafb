/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TOOLS_FRESHNESS_H
#define TOOLS_FRESHNESS_H

/*
 * Whether a stamp still says what the debug information of its file says. A note object
 * can be left over from an earlier build, a section from before a relink.
 */

#include "base/vector.h"
#include "tools/subject.h"

#include <jansson.h>
#include <stdbool.h>

struct freshness {
	bool stale;
	/* What differs, a line each. Owned. */
	VECTOR(char *) differences;
	/* Symbols that the file exports and the stamp leaves out: by --export, or since.
	 */
	size_t left_out;
	/* Expected symbols whose type cannot be derived again without --expect. */
	size_t unchecked;
};

/*
 * Derives the stamp again, with the options that the stamp tells, and compares. The
 * subject must be SUBJECT_STAMPED. Errors: there is no verdict.
 */
struct hm_error *freshness_check(const struct subject *subject, const char *debug_dir,
				 struct freshness *ret);
void freshness_deinit(struct freshness *freshness);

void freshness_print(const char *file, const struct freshness *freshness);

/* NULL when memory runs out. */
json_t *freshness_json(const char *file, const struct freshness *freshness);

#endif
