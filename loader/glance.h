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
#include "notes/tag_keys.h"

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
	/* The closures of required symbols, in the order of the symbol table. */
	const struct digest *required;
	size_t required_count, provided_count;
	/* In the file: faces of provided, then required symbols; 0 if there are none. */
	uint64_t faces_at;
	const struct digest *required_faces; /* NULL until glance_faces() */
	/* What the stamp says of its table of tags; no tags: all zero. */
	struct glance_tags {
		/* Keys, and how many of them are of tags without a body. */
		uint32_t count, opaque;
		struct digest_sum sum;
		/* In the file: keys, places of those without a body, digests of others.
		 */
		uint64_t keys_at, opaque_at, digests_at;
	} tags;
};

/* False: not a file for a glance, or none that can be read. */
bool glance_init(struct glance *glance, int fd, uint64_t file_size);
void glance_deinit(struct glance *glance);

/* Reads the faces, of provided symbols into the stamp. False: there are none. */
bool glance_faces(struct glance *glance);

/* Reads bytes of the file. False: outside, or cannot be read. */
bool glance_read(const struct glance *glance, uint64_t offset, uint64_t size, void *ret);

/* NULL if it leads out of the strings. */
const char *glance_string(const struct glance *glance, size_t offset);

#endif
