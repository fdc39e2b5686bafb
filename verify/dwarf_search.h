/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_SEARCH_H
#define VERIFY_DWARF_SEARCH_H

/*
 * Where separate debug files are found: by build-id and by .gnu_debuglink, in the places
 * where debuggers look. Local files only; no environment variable has a say.
 */

#include "hallmark/error.h"

#include <libelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* An open file that may hold debug information. */
struct debug_file {
	char *path;
	int fd;
	Elf *elf;
};

/* A debug_file without a file is {.fd = -1}. */
void debug_file_close(struct debug_file *file);

/*
 * Opens an ELF file, mapped: libdw then touches only what it reads. False if it is not
 * there or not ELF.
 */
bool debug_file_open(const char *path, struct debug_file *ret);

struct build_id {
	const uint8_t *bytes;
	size_t size;
};

/* What .debug_sup says: DWARF 5 section 7.3.6. */
struct debug_sup {
	/* The file is the supplement of others; else it has one, of that name. */
	bool is_supplement;
	const char *name;
	struct build_id id;
};

/* False if the file has no such section. Borrowed from the Elf. */
bool debug_sup_read(Elf *elf, struct debug_sup *ret);

/*
 * Looks for the debug information of `elf`, which was read from `path`. A file whose
 * build-id or checksum does not fit is passed over. ret->elf is NULL if nothing is found.
 */
struct hm_error *debug_search(const char *path, Elf *elf, const char *debug_dir,
			      struct debug_file *ret);

/*
 * Looks for the supplementary file `name` that `path` refers to, as dwz(1) makes it. An
 * empty build-id fits every file.
 */
struct hm_error *debug_search_supplement(const char *path, const char *name,
					 struct build_id id, const char *debug_dir,
					 struct debug_file *ret);

/* DIR/name, or a copy of an absolute name; to be freed. NULL when memory runs out. */
char *path_join(const char *dir, const char *name);

/* The directory that a file is in, symbolic links resolved; to be freed. */
char *path_directory(const char *path);

#endif
