/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef LOADER_GLANCE_H
#define LOADER_GLANCE_H

/*
 * A look at a plugin's file that reads as little of it as can be, and only files of this
 * machine that are made as usual. It never says why it fails: whoever wants to know opens
 * an image (notes/image.h), which reads everything that there is.
 */

#include "base/vector.h"
#include "notes/format.h"
#include "notes/stamp.h"

#include <link.h>
#include <stdbool.h>
#include <stdint.h>

struct glance {
	int fd; /* borrowed */
	uint64_t file_size;
	/* The first bytes of the file; all of a small one. */
	uint8_t *head;
	size_t head_size;
	/* What else has been read. */
	VECTOR(uint8_t *) chunks;
	uint64_t read_size;
	const ElfW(Ehdr) * header;
	const ElfW(Phdr) * segments;
	/* Of the dynamic section. */
	const char *strings;
	size_t strings_size;
	const ElfW(Sym) * symbols;
	size_t symbol_count;
	const ElfW(Half) * versions; /* NULL if none */
	/* By version index: asked of the C library or the compiler's run-time. */
	VECTOR(bool) runtime_versions;
	unsigned version_entries;
	const char *soname, *runpath; /* NULL if none */
	VECTOR(const char *) needed;
	const uint8_t *build_id;
	size_t build_id_size;
	/* The identity, the toolchain and what is provided, with closures. */
	struct stamp stamp;
	bool has_stamp;
	/* The closures of required symbols. */
	const struct digest *required;
	size_t required_count;
};

/* False: not a file for a glance, or none that can be read. */
bool glance_init(struct glance *glance, int fd, uint64_t file_size);
void glance_deinit(struct glance *glance);

/* NULL if it leads out of the strings. */
const char *glance_string(const struct glance *glance, size_t offset);

#endif
