/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef NOTES_REPLACEMENT_H
#define NOTES_REPLACEMENT_H

/*
 * Replacing a file as a whole: whatever happens, its name leads to the old contents or to
 * the new ones. The new file has no name until all of it is on disk, where the system can
 * do that, so that a kill leaves nothing behind but in the one moment between two calls:
 * it needs a name before it can take the place of the old file.
 */

#include "base/buffer.h"
#include "base/scope.h"
#include "hallmark/error.h"

#include <stdbool.h>
#include <stdint.h>

struct replacement {
	/* The new contents are written here. */
	int fd;
	/* The name that they get; symbolic links have been followed. */
	char *target;
	/* The name that they have meanwhile; NULL: none. */
	char *temporary;
};

/* `path` need not exist. HM_ERR_IO, also if it is something else than a file. */
struct hm_error *replacement_begin(const char *path, struct replacement *ret);

/* Gives the new file the owner, the mode and the extended attributes of another. */
struct hm_error *replacement_inherit(const struct replacement *replacement,
				     int source_fd);

/* Copies the first `size` bytes of another file to the same place. */
struct hm_error *replacement_copy(const struct replacement *replacement, int source_fd,
				  uint64_t size);

struct hm_error *replacement_write(const struct replacement *replacement, uint64_t offset,
				   const void *bytes, size_t size);

/* Puts all on disk and gives it its name. */
struct hm_error *replacement_commit(struct replacement *replacement);

/* Forgets what has not been committed; for scope guards, also of a zeroed one. */
void replacement_end(struct replacement *replacement);

#define REPLACEMENT_NONE ((struct replacement){ .fd = -1 })
#define SCOPED_REPLACEMENT SCOPED(replacement_end)

#endif
