/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_CANDIDATE_H
#define VERIFY_CANDIDATE_H

/* The symbols that a stamp will list, before their types are known. */

#include "base/vector.h"
#include "notes/image.h"

/* One name and version. A symbol that the object both defines and reaches through the
 * dynamic linker is provided and required. */
struct candidate {
	const char *name;    /* without version */
	const char *version; /* NULL if none */
	const char *file;    /* verneed's file; NULL if none */
	uint8_t kind;	     /* enum symbol_kind, as the symbol table says it */
	bool provided, required;
	bool weak; /* every reference is weak */
	bool default_version, first_version;
	bool interposable;
	bool outside;
	/* Where it is defined: which image, and the place there. */
	const struct image *image;
	uint64_t address;
	uint32_t section;
	bool ifunc;
	uint32_t place; /* among the symbols of its image */
};

struct candidates {
	VECTOR(struct candidate) list;
};

void candidates_deinit(struct candidates *candidates);

/*
 * What the images define and refer to, sorted by name and version. Several images are the
 * objects of one link: what one defines and another refers to is provided. The names are
 * the images'.
 */
struct hm_error *candidates_collect(const struct image *images, size_t count,
				    struct candidates *ret);

#endif
