/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_SOURCE_H
#define LOADER_SOURCE_H

/* The file behind a path: which one it is, and whether it is still the same. */

#include "hallmark/error.h"

#include <stdbool.h>
#include <sys/stat.h>

struct file_identity {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified, changed;
};

struct source {
	char *path;		       /* absolute, without symbolic links */
	int fd;			       /* the file itself, or its sealed copy */
	struct file_identity identity; /* of the file itself */
	/* What `fd` was when it was opened or sealed: of the copy, if there is one. */
	struct file_identity checked;
	bool sealed;
};

/* HM_ERR_IO: missing, unreadable, not a regular file. */
struct hm_error *source_open(const char *path, struct source *ret);
void source_deinit(struct source *source);

/*
 * Replaces the descriptor by one of a private copy that nobody can change any more.
 * HM_ERR_UNSUPPORTED: the system has no such files, or no /proc to load one from.
 */
struct hm_error *source_seal(struct source *source);

/* What dlopen is to be given: the path, or the descriptor's name. To be freed. */
char *source_linker_name(const struct source *source);

struct file_identity file_identity(const struct stat *status);

/* The same file. It may have been written since. */
static inline bool identity_same_file(const struct file_identity *a,
				      const struct file_identity *b)
{
	return a->inode == b->inode && a->device == b->device;
}

/* The same file with no sign that it has been written. */
bool identity_same_content(const struct file_identity *a, const struct file_identity *b);

/* Neither written nor renamed, linked or otherwise touched. */
bool identity_untouched(const struct file_identity *a, const struct file_identity *b);

#endif
