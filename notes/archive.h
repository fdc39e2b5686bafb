/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_ARCHIVE_H
#define NOTES_ARCHIVE_H

/* The members of a static library, ar(5): of its own, or files that a thin one names. */

#include "hallmark/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive_member {
	/* "libspell.a(check.o)", for messages. */
	const char *name;
	/* A thin archive's member: the file that it is. Else NULL. */
	const char *path;
	/* Any other member's contents, to be taken by malloc's rules: set to NULL then.
	 */
	uint8_t *bytes;
	size_t size;
};

typedef struct hm_error *archive_visit_fn(void *context, struct archive_member *member);

/* Whether a file begins as archives do; false also if it cannot be read. */
bool archive_is(const char *path);

/*
 * Visits the members in their order, without the tables that the archive keeps for
 * itself. HM_ERR_IO; HM_ERR_FORMAT: it is damaged, or a thin archive of archives.
 */
struct hm_error *archive_visit(const char *path, archive_visit_fn *visit, void *context);

#endif
