/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef VERIFY_DWARF_READ_H
#define VERIFY_DWARF_READ_H

/*
 * Finds in debug information the types of the symbols asked for, and adds them to a
 * draft. DWARF 4 and 5 through libdw; nothing outside verify/dwarf_* knows of libdw.
 */

#include "base/vector.h"
#include "hallmark/error.h"
#include "notes/stamp.h"
#include "verify/draft.h"

#include <libelf.h>

struct dwarf_options {
	/* Where separate debug files are looked for before the usual places; NULL:
	 * nowhere. */
	const char *debug_dir;
	/* The path is a name for messages only: the file cannot be opened by it again. */
	bool in_memory;
};

/* What is asked for, and what a sighting answers. */
enum want_kind {
	/* A symbol by its linkage name: defined here, or declared by its users. */
	WANT_SYMBOL,
	/* A type by its name in the source: function, typedef, object, "struct tag". */
	WANT_TYPE,
};

struct dwarf_want {
	enum want_kind kind;
	/* The linkage name, without version; or the type's name. */
	const char *name;
	/* WANT_SYMBOL that the file defines: its address, so that aliases are found. */
	bool defined;
	uint64_t address;
	/* For a relocatable object: the section that `address` is relative to; else 0. */
	uint32_t section;
	/* At the address stands an IFUNC resolver: a definition there is not of this
	 * type. */
	bool ifunc;
};

/* How good an answer is; lower is better. */
enum sighting_rank {
	/* The definition whose linkage name it is. */
	SIGHT_DEFINITION,
	/* A definition of another name at the same address. */
	SIGHT_ADDRESS,
	/* A declaration of the name, or an HM_INTERFACE marker of it. */
	SIGHT_DECLARATION,
};

struct dwarf_sighting {
	uint32_t want;
	enum sighting_rank rank;
	/* SYMBOL_FUNCTION or SYMBOL_OBJECT; thread-local shows in the symbol table. */
	uint8_t kind;
	bool noreturn;
	/* Seen in a HM_INTERFACE, which does not say how an object is aligned. */
	bool marker;
	/* The unit is older than DWARF 5. */
	bool reticent;
	struct draft_ref type;
};

/* A symbol that HM_INTERFACE marks, whether it was asked for or not. */
struct dwarf_marker {
	const char *name; /* the draft's string */
	uint8_t kind;
	bool reticent;
	struct draft_ref type;
};

/* What one unit says of itself. Strings are the draft's. */
struct dwarf_producer {
	const char *producer; /* DW_AT_producer; NULL if none */
	unsigned language;    /* DW_AT_language, 0 if none */
};

struct dwarf_result {
	VECTOR(struct dwarf_sighting) sightings;
	VECTOR(struct dwarf_marker) markers;
	/* Each distinct pair once. */
	VECTOR(struct dwarf_producer) producers;
};

void dwarf_result_deinit(struct dwarf_result *result);

/*
 * Reads all units of a file, its separate, supplementary and split files included, found
 * as debuggers find them. `ret` is added to, so that several objects make one draft.
 * HM_ERR_NO_DEBUG_INFO: there is none, or a split file is missing; the message says which
 * file lacked it and that -g is wanted. HM_ERR_FORMAT: the debug information is damaged.
 * libdw's descriptors are closed and its memory is released before this returns.
 */
struct hm_error *dwarf_read(const char *path, Elf *elf,
			    const struct dwarf_options *options,
			    const struct dwarf_want *wants, size_t want_count,
			    struct draft *draft, struct dwarf_result *ret);

#endif
